package io.codecollab.server.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Connections that ask for a WebSocket at one byte a second, and will not be done for minutes. */
final class SlowHandshakes implements AutoCloseable {

    private static final long PAUSE_MS = 1_000;
    private static final String PADDING = "X-Padding: " + "x".repeat(200) + "\r\n";

    private final byte[] request = RawSocket.upgradeRequest("/ws/slow", PADDING).getBytes(US_ASCII);
    private final List<RawSocket> sockets = new ArrayList<>();
    private final Thread writer = new Thread(this::write, "slow handshakes");

    SlowHandshakes(CodecollabJar server, int count) {
        for (int i = 0; i < count; i++) {
            sockets.add(RawSocket.connect(server));
        }
        writer.setDaemon(true);
        writer.start();
    }

    private void write() {
        try {
            for (byte next : request) {
                for (RawSocket socket : sockets) {
                    socket.write(new byte[] {next});
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            return; // closed
        }
    }

    /** Waits for the server to end them; returns how many it has not ended by then. */
    int awaitEnd(long patienceMs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + patienceMs * 1_000_000;
        List<RawSocket> left = new ArrayList<>(sockets);
        while (!left.isEmpty() && System.nanoTime() - deadlineNs < 0) {
            left.removeIf(RawSocket::hasEnded);
            Thread.sleep(100);
        }
        return left.size();
    }

    @Override
    public void close() throws IOException {
        writer.interrupt();
        for (RawSocket socket : sockets) {
            socket.close();
        }
    }
}
