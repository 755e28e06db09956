package io.codecollab.server.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** A WebSocket whose frames the test writes and reads by hand, and in the order it wants. */
final class RawWebSocket implements AutoCloseable {

    static final int CONTINUATION = 0x0;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** Says that a message is compressed. */
    static final int COMPRESSED = 0x40;

    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int PATIENCE_MS = 20_000;

    /** A frame of the server. */
    record Frame(int opcode, boolean isCompressed, byte[] payload) {

        String hex() {
            return HexFormat.ofDelimiter(" ").formatHex(payload);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final String answer;

    /** Connects to the document "doc" as y-websocket does. */
    RawWebSocket(InetSocketAddress address) throws IOException {
        this(address, "/ws/doc", "");
    }

    /** @param headers more of them, each with its line end */
    RawWebSocket(InetSocketAddress address, String path, String headers) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
        write(handshake(path, headers).getBytes(US_ASCII));
        answer = readHead(in);
        assertThat(answer).startsWith("HTTP/1.1 101 ").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    /** What a client asks for when it wants a WebSocket. */
    static String handshake(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + headers + "\r\n";
    }

    /** Status line and headers, up to the empty line. */
    static String readHead(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** What the server answered to the handshake. */
    String answer() {
        return answer;
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(int opcode, boolean last, String hex) throws IOException {
        send(opcode, last, HexFormat.ofDelimiter(" ").parseHex(hex));
    }

    /** Masked with zeros. */
    void send(int opcode, boolean last, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) ((last ? LAST : 0) | opcode));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload);
        write(Arrays.copyOf(frame.array(), frame.position()));
    }

    void pong() throws IOException {
        send(PONG, true, new byte[0]);
    }

    Frame receive() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(first & 0x0F, (first & COMPRESSED) != 0, payload);
    }

    /** The next frame of this kind; others are skipped. */
    Frame receive(int opcode) throws IOException {
        Frame frame = receive();
        while (frame.opcode() != opcode) {
            frame = receive();
        }
        return frame;
    }

    String receiveData() throws IOException {
        return receive(BINARY).hex();
    }

    int receiveClose() throws IOException {
        return ByteBuffer.wrap(receive(CLOSE).payload()).getShort();
    }

    /** Reads up to the server's own step 1, which says that the document is loaded. */
    void skipToStep1() throws IOException {
        skipTo("00 00 01 00");
    }

    void skipTo(String hex) throws IOException {
        String frame = receiveData();
        while (!frame.equals(hex)) {
            frame = receiveData();
        }
    }

    boolean isAtEnd() throws IOException {
        return in.read() == -1;
    }

    /** Bytes the operating system keeps for what the server sends. */
    void setReceiveBuffer(int bytes) throws IOException {
        socket.setReceiveBufferSize(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
