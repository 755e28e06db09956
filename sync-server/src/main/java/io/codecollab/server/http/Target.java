package io.codecollab.server.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request is about: the target of its first line. Immutable.
 *
 * @param rawPath as it came, percent-encoded, without the query
 * @param path the same decoded; an encoded slash cannot be told from a slash any more
 * @param query what stands behind the question mark, percent-encoded; empty when there is none
 */
public record Target(String rawPath, String path, String query) {

    /**
     * Takes a target apart.
     *
     * @throws IllegalArgumentException if its path cannot be decoded; the message is fit for the client
     */
    public static Target parse(String text) {
        int fragment = text.indexOf('#');
        String all = fragment < 0 ? text : text.substring(0, fragment);
        int mark = all.indexOf('?');
        String rawPath = mark < 0 ? all : all.substring(0, mark);
        return new Target(rawPath, decode(rawPath), mark < 0 ? "" : all.substring(mark + 1));
    }

    /** The segments of the path, each decoded by itself: an encoded slash belongs to its segment. */
    public List<String> segments() {
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(rawPath.startsWith("/") ? 1 : 0).split("/", -1)) {
            segments.add(decode(raw));
        }
        return segments;
    }

    /**
     * The first value of a query parameter, decoded; empty when there is no such parameter.
     *
     * @throws IllegalArgumentException if it cannot be decoded; the message is fit for the client
     */
    public Optional<String> query(String name) {
        for (String pair : query.split("&", -1)) {
            int sign = pair.indexOf('=');
            String key = sign < 0 ? pair : pair.substring(0, sign);
            if (decode(key.replace('+', ' ')).equals(name)) {
                return Optional.of(
                        sign < 0 ? "" : decode(pair.substring(sign + 1).replace('+', ' ')));
            }
        }
        return Optional.empty();
    }

    /** The names of all query parameters, decoded. */
    public List<String> queryNames() {
        List<String> names = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int sign = pair.indexOf('=');
                names.add(decode((sign < 0 ? pair : pair.substring(0, sign)).replace('+', ' ')));
            }
        }
        return names;
    }

    /**
     * Percent-decodes UTF-8.
     *
     * @throws IllegalArgumentException if an escape is broken, or what was escaped is no UTF-8
     */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        byte[] run = new byte[text.length() / 3];
        int i = 0;
        while (i < text.length()) {
            int length = 0;
            while (i < text.length() && text.charAt(i) == '%') {
                run[length++] = octet(text, i);
                i += 3;
            }
            if (length > 0) {
                decoded.append(utf8(run, length));
            } else {
                decoded.append(text.charAt(i++));
            }
        }
        return decoded.toString();
    }

    private static byte octet(String text, int index) {
        if (index + 2 >= text.length()) {
            throw new IllegalArgumentException("the address ends within a percent escape");
        }
        int high = Character.digit(text.charAt(index + 1), 16);
        int low = Character.digit(text.charAt(index + 2), 16);
        if (high < 0 || low < 0 || text.charAt(index + 1) > 'f' || text.charAt(index + 2) > 'f') {
            throw new IllegalArgumentException("the address has a percent sign that begins no escape");
        }
        return (byte) (high << 4 | low);
    }

    private static CharBuffer utf8(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the address has escapes that are no UTF-8", e);
        }
    }
}
