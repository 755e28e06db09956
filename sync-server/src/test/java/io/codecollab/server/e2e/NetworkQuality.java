package io.codecollab.server.e2e;

/** How slow a {@link TcpProxy} is, and whether it delivers at all. Thread-safe. */
final class NetworkQuality {

    private boolean frozen;
    private int delayMs;

    synchronized void freeze() {
        frozen = true;
    }

    synchronized void delay(int ms) {
        delayMs = ms;
    }

    synchronized void heal() {
        frozen = false;
        delayMs = 0;
        notifyAll();
    }

    /** Returns when what has just been read may be delivered. */
    void awaitDelivery() throws InterruptedException {
        Thread.sleep(delayMs());
        synchronized (this) {
            while (frozen) {
                wait();
            }
        }
    }

    private synchronized int delayMs() {
        return delayMs;
    }
}
