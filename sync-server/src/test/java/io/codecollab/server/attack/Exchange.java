package io.codecollab.server.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** What goes over one connection of TCP, and what comes back until the server hangs up. A server that never does fails. */
final class Exchange {

    private static final int PATIENCE_MS = 20_000;

    /** A request that promised more than it has is not answered. */
    private static final int BROKEN_OFF_MS = 1_500;

    /** Who is let in to a document hears of it sooner than that; whoever is not, hears nothing. */
    private static final int QUIET_MS = 60;

    private static final byte[] FAREWELL = {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};

    /** What came back. */
    record Answer(byte[] bytes) {

        /** Of HTTP; 0 if there was no answer. */
        int status() {
            return octets().startsWith("HTTP/1.1 ") ? Integer.parseInt(octets().substring(9, 12)) : 0;
        }

        /** One character for each byte. */
        String octets() {
            return new String(bytes, ISO_8859_1);
        }

        /** As text, whatever of it is none. */
        String text() {
            return new String(bytes, UTF_8);
        }

        String body() {
            return text().substring(text().indexOf("\r\n\r\n") + 4);
        }
    }

    private Exchange() {}

    /** A request, which should say {@code Connection: close}. */
    static Answer http(int port, byte[] request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = connect(port)) {
            try {
                socket.getOutputStream().write(request);
                if (!readUntilEnd(socket, answer, BROKEN_OFF_MS)) {
                    socket.shutdownOutput();
                    assertThat(readUntilEnd(socket, answer, PATIENCE_MS))
                            .as("the server hangs up")
                            .isTrue();
                }
            } catch (SocketException e) {
                requireHungUp(e);
            }
        }
        return new Answer(answer.toByteArray());
    }

    /** A WebSocket that is closed when nothing comes any more. */
    static Answer webSocket(int port, WebSocketAttack attack) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = connect(port)) {
            try {
                socket.getOutputStream().write(attack.handshake());
                socket.getOutputStream().write(attack.frames());
                if (!readUntilEnd(socket, answer, QUIET_MS)) {
                    socket.getOutputStream().write(FAREWELL);
                    if (!readUntilEnd(socket, answer, BROKEN_OFF_MS)) {
                        socket.shutdownOutput(); // it waits for the rest of a frame
                        assertThat(readUntilEnd(socket, answer, PATIENCE_MS))
                                .as("the server hangs up")
                                .isTrue();
                    }
                }
            } catch (SocketException e) {
                requireHungUp(e);
            }
        }
        return new Answer(answer.toByteArray());
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** Whether the end came before it was quiet for so long. */
    private static boolean readUntilEnd(Socket socket, ByteArrayOutputStream answer, int quietMs) throws IOException {
        socket.setSoTimeout(quietMs);
        byte[] buffer = new byte[8_192];
        try {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                answer.write(buffer, 0, count);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void requireHungUp(SocketException e) {
        assertThat(e).hasMessageMatching("(?s).*(reset|Broken pipe|closed).*");
    }
}
