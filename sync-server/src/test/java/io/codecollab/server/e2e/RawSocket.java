package io.codecollab.server.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to the jar for what no WebSocket library would send: frames that lie about themselves, handshakes that
 * never end, clients that do not read. Not thread-safe.
 */
final class RawSocket implements Closeable {

    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int CONTINUATION = 0x0;

    /** The last frame of its message. */
    static final int FIN = 0x80;

    /** The message is compressed (RFC 7692). */
    static final int COMPRESSED = 0x40;

    private static final int TIMEOUT_MS = 20_000;
    private static final int MASKED = 0x80;
    private static final String CRLF = "\r\n";

    private final Socket socket;
    private final DataInputStream in;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** A connection over which nothing has been said. */
    static RawSocket connect(CodecollabJar server) {
        return connect(server, 0);
    }

    /** A connection whose receive buffer has {@code receiveBytes}, if that is not 0. */
    static RawSocket connect(CodecollabJar server, int receiveBytes) {
        try {
            Socket socket = new Socket();
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), TIMEOUT_MS);
            return new RawSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A WebSocket on a path of the server. */
    static RawSocket webSocket(CodecollabJar server, String path) {
        RawSocket socket = connect(server);
        String answer = socket.upgrade(path, "");
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError("no WebSocket, path=" + path + ", answer=" + answer);
        }
        return socket;
    }

    /** The first line of the answer to a handshake whose path may be anything. */
    static String answerToUpgrade(CodecollabJar server, String path) {
        try (RawSocket socket = connect(server)) {
            return socket.upgrade(path, "").lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for a WebSocket; returns the head of the answer. {@code moreHeaders} end in CRLF each. */
    String upgrade(String path, String moreHeaders) {
        write(upgradeRequest(path, moreHeaders).getBytes(ISO_8859_1));
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("answer so far=" + head, e);
        }
        return head.toString();
    }

    static String upgradeRequest(String path, String moreHeaders) {
        String[] lines = {
            "GET " + path + " HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            moreHeaders // with a line's end each, or empty
        };
        return String.join(CRLF, lines) + CRLF;
    }

    /** Sends a whole message in one frame. */
    void sendMessage(int opcode, byte[] payload) {
        sendFrame(FIN | opcode, payload);
    }

    /** Sends one frame; {@code first} is its first byte. */
    void sendFrame(int first, byte[] payload) {
        write(frame(first, payload));
    }

    /** The bytes of a frame, masked with zeros, so that its payload is as given. */
    static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put(frameHead(first, payload.length)).put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** The head of a frame that claims to have {@code length} bytes of payload. */
    static byte[] frameHead(int first, long length) {
        ByteBuffer head = ByteBuffer.allocate(14);
        head.put((byte) first);
        if (length < 126) {
            head.put((byte) (MASKED | length));
        } else if (length < 1 << 16) {
            head.put((byte) (MASKED | 126)).putShort((short) length);
        } else {
            head.put((byte) (MASKED | 127)).putLong(length);
        }
        head.putInt(0); // the mask
        byte[] bytes = new byte[head.flip().remaining()];
        head.get(bytes);
        return bytes;
    }

    /** Compresses the payload of a message as permessage-deflate wants it. */
    static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(payload);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 16];
        int count;
        do {
            count = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            out.write(chunk, 0, count);
        } while (count == chunk.length);
        deflater.end();
        byte[] withTail = out.toByteArray();
        return Arrays.copyOf(withTail, withTail.length - 4); // without the 00 00 ff ff of the flush
    }

    /** Sends bytes as they are; that the server has hung up is for the reader to find out. */
    void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            return; // broken pipe, connection reset
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String ascii) {
        write(ascii.getBytes(US_ASCII));
    }

    /** The payload of the next data message; answers nothing, skips pings. Null when the server has closed. */
    byte @Nullable [] readMessage() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            int first;
            byte[] payload;
            try {
                first = in.readUnsignedByte();
                payload = new byte[payloadLength(in.readUnsignedByte())];
                in.readFully(payload);
            } catch (EOFException | SocketException e) {
                return null;
            }
            int opcode = first & 0xF;
            if (opcode == CLOSE) {
                return null;
            }
            if (opcode < CLOSE) {
                message.writeBytes(payload);
                if ((first & FIN) != 0) {
                    return message.toByteArray();
                }
            }
        }
    }

    private int payloadLength(int second) throws IOException {
        return switch (second) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> second;
        };
    }

    /**
     * Reads until the server has answered a ping or ended the connection: whatever was sent before has been dealt with.
     *
     * @throws AssertionError when it does neither
     */
    void awaitDealtWith() {
        sendMessage(PING, new byte[] {1});
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0xF;
                in.skipNBytes(payloadLength(in.readUnsignedByte()));
                if (opcode == PONG || opcode == CLOSE) {
                    return;
                }
            }
        } catch (EOFException | SocketException e) {
            return; // ended
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither answered nor hung up", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the server ends the connection. Returns the close code, 0 when it gave none. */
    int awaitEnd() {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0xF;
                byte[] payload = new byte[payloadLength(in.readUnsignedByte())];
                in.readFully(payload);
                if (opcode == CLOSE) {
                    return payload.length < 2 ? 0 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
                }
            }
        } catch (EOFException | SocketException e) {
            return 0;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server keeps the connection", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has ended the connection by now; whatever it has sent is thrown away. */
    boolean hasEnded() {
        try {
            socket.setSoTimeout(1);
            while (in.read() >= 0) {}
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Ends the connection with a reset instead of a farewell. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
