package io.codecollab.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Commands to a Redis server and its answers, in RESP2. Not thread-safe.
 *
 * <pre>
 * answer := "+" line | "-" line | ":" number | "$" length CRLF bytes CRLF | "*" count CRLF answer*     a length or count
 *                                                                                                     of -1 is null
 * </pre>
 */
final class RedisConnection implements AutoCloseable {

    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    /** Over a socket that is connected. */
    RedisConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MS);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /**
     * Sends a command and waits for its answer: a string, a number, a list of answers or null.
     *
     * @throws IllegalStateException if the answer is an error
     */
    @Nullable
    Object command(String... words) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
        for (String word : words) {
            byte[] bytes = word.getBytes(UTF_8);
            request.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
            request.writeBytes(bytes);
            request.writeBytes("\r\n".getBytes(UTF_8));
        }
        OutputStream out = socket.getOutputStream();
        out.write(request.toByteArray());
        out.flush();
        return readAnswer();
    }

    private @Nullable Object readAnswer() throws IOException {
        String line = readLine(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case ':' -> Long.valueOf(rest);
            case '$' -> readString(Integer.parseInt(rest));
            case '*' -> readList(Integer.parseInt(rest));
            default -> throw new IllegalStateException("Redis says no, answer=" + line);
        };
    }

    private @Nullable String readString(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        in.skipNBytes(2); // CRLF
        return new String(bytes, UTF_8);
    }

    private @Nullable List<Object> readList(int count) throws IOException {
        if (count < 0) {
            return null;
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(Objects.requireNonNullElse(readAnswer(), ""));
        }
        return list;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("line so far=" + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
