package io.codecollab.server.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests as the transport makes them. */
public final class Requests {

    private Requests() {}

    /** A request with no body. */
    public static HttpRequest of(String method, String target, String... headers) {
        return new HttpRequest(
                method,
                Target.parse(target),
                headers(headers),
                InetAddress.getLoopbackAddress(),
                false,
                new byte[0],
                Runnable::run);
    }

    /** Headers written as on the wire, {@code Name: value}. */
    public static Headers headers(String... lines) {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            entries.add(Map.entry(line.substring(0, colon), line.substring(colon + 2)));
        }
        return new Headers(entries);
    }
}
