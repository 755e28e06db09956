package io.codecollab.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The web client: static files, packed into the jar under {@value #FOLDER}, compressed when the jar was built.
 *
 * <pre>
 *   /   /d/{document}   /account   /admin      index.html, which finds out by itself what to show
 *   /assets/{name}-{hash}.{kind}               never changes, and is not asked for again
 *   /{name}.{kind}                             asked for again each time, answered by 304 mostly
 * </pre>
 *
 * Thread-safe; what was read once is kept as long as there is memory for it.
 */
final class WebClient {

    static final String FOLDER = "/web";

    private static final String PAGE = "/index.html";
    private static final String DOCUMENTS = "/d/";
    private static final String ASSETS = "/assets/";
    private static final Set<String> PAGES = Set.of("/", "/account", "/admin");

    /** What {@code transport.WebSocketRoutes} takes for a client of y-sweet. */
    private static final Pattern SOCKETS_OF_Y_SWEET = Pattern.compile("/d/([^/]+)/ws/\\1");

    /** Workers that run what people wrote; they may compute and nothing else, so that nobody's program reads on as its reader. */
    private static final Pattern RUNNERS = Pattern.compile("/assets/run-[^/]*\\.js");

    private static final String OF_RUNNERS =
            "default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; frame-ancestors 'none'";

    /** It keeps the page for when the server cannot be reached, and so has to fetch it. */
    private static final String SERVICE_WORKER = "/service-worker.js";

    private static final String OF_SERVICE_WORKER = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final Map<String, String> CONTENT_TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("zip", "application/zip"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"));

    private final ConcurrentMap<String, SoftReference<WebFile>> read = new ConcurrentHashMap<>();

    /** Answers a GET or a HEAD; empty if the web client has nothing there. */
    Optional<HttpReply> answer(HttpRequest request) {
        String path = isPage(request) ? PAGE : request.path();
        String contentType = CONTENT_TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (contentType == null || isMisleading(path)) {
            return Optional.empty();
        }
        for (ContentCoding coding : ContentCoding.acceptedBy(request.headers())) {
            WebFile file = file(path, coding);
            if (file != null) {
                return Optional.of(reply(request, path, contentType, file));
            }
        }
        return Optional.empty();
    }

    private static boolean isPage(HttpRequest request) {
        String path = request.path();
        boolean isDocument = path.startsWith(DOCUMENTS)
                && path.length() > DOCUMENTS.length()
                && !SOCKETS_OF_Y_SWEET.matcher(request.target().rawPath()).matches();
        return isDocument || PAGES.contains(path);
    }

    private static boolean isMisleading(String path) {
        return path.contains("..") || path.contains("\\") || path.contains("//") || path.contains("/./");
    }

    private static HttpReply reply(HttpRequest request, String path, String contentType, WebFile file) {
        boolean isKnown =
                request.headers().first("if-none-match").filter(file::isKnownTo).isPresent();
        HttpReply reply = isKnown ? new HttpReply(304, "", new byte[0]) : new HttpReply(200, contentType, file.bytes());
        reply = reply.with("etag", file.etag()).with("vary", "accept-encoding");
        if (file.coding() != ContentCoding.IDENTITY && !isKnown) {
            reply = reply.with("content-encoding", file.coding().token());
        }
        if (RUNNERS.matcher(path).matches()) {
            reply = reply.with("content-security-policy", OF_RUNNERS);
        } else if (path.equals(SERVICE_WORKER)) {
            reply = reply.with("content-security-policy", OF_SERVICE_WORKER);
        }
        return path.startsWith(ASSETS) ? reply.with("cache-control", FOR_EVER) : reply;
    }

    /** A file in one form; null if there is none. */
    private @Nullable WebFile file(String path, ContentCoding coding) {
        String name = FOLDER + path + coding.suffix();
        SoftReference<WebFile> known = read.get(name);
        WebFile file = known == null ? null : known.get();
        if (file != null) {
            return file;
        }
        try (InputStream bytes = WebClient.class.getResourceAsStream(name)) {
            if (bytes == null) {
                return null;
            }
            file = WebFile.of(bytes.readAllBytes(), coding);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
        read.put(name, new SoftReference<>(file));
        return file;
    }
}
