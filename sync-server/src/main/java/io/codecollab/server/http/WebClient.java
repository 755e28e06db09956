package io.codecollab.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The static files of the web client, packed into the jar under {@value #FOLDER}. Thread-safe. */
final class WebClient {

    static final String FOLDER = "/web";

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2",
            "ttf", "font/ttf");

    /** A file by its path in a URL, {@code /} being the start page; empty if there is none, or its kind is not served. */
    Optional<HttpReply> file(String path) {
        String file = path.equals("/") ? "/index.html" : path;
        String contentType = CONTENT_TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (contentType == null || file.contains("..") || file.contains("\\")) {
            return Optional.empty();
        }
        try (InputStream bytes = WebClient.class.getResourceAsStream(FOLDER + file)) {
            return bytes == null
                    ? Optional.empty()
                    : Optional.of(new HttpReply(200, contentType, bytes.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
