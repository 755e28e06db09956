package io.codecollab.server.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are started again on the same one: outside of the range from which the system takes ports for
 * outgoing connections, one of which could otherwise sit on it meanwhile.
 */
final class FreePort {

    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    private FreePort() {}

    static int next() {
        int taken = 0;
        while (taken < END - FIRST) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                taken++;
            }
        }
        throw new IllegalStateException("no free port, first=" + FIRST + " end=" + END);
    }
}
