package io.codecollab.server.http;

import io.codecollab.server.ops.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;

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

    private static final int MAX_WAITING = 1_000;

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

    private final Workers readers;
    private final ConcurrentMap<Wanted, SoftReference<WebFile>> read = new ConcurrentHashMap<>();

    /** Out of the jar a large file takes milliseconds, which others need not wait for. */
    WebClient() {
        this(new Workers("codecollab-files", 1, MAX_WAITING, RejectedExecutionException::new));
    }

    /** @param readers who reads files; tells with a {@link RejectedExecutionException} that too much waits */
    WebClient(Workers readers) {
        this.readers = readers;
    }

    /** Answers a GET or a HEAD: 404 if the web client has nothing there. */
    CompletionStage<HttpReply> answer(HttpRequest request) {
        String path = isPage(request) ? PAGE : request.path();
        String contentType = CONTENT_TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (contentType == null || isMisleading(path)) {
            return CompletableFuture.completedFuture(nothing());
        }
        Wanted wanted = new Wanted(path, ContentCoding.acceptedBy(request.headers()));
        SoftReference<WebFile> known = read.get(wanted);
        WebFile file = known == null ? null : known.get();
        return file != null
                ? CompletableFuture.completedFuture(reply(request, path, contentType, file))
                : readers.run(() -> read(wanted)
                                .map(found -> reply(request, path, contentType, found))
                                .orElseGet(WebClient::nothing))
                        .exceptionally(WebClient::overloaded);
    }

    private static HttpReply overloaded(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return HttpReply.error(503, "too much is asked for at once, try again");
        }
        throw new CompletionException(failure);
    }

    private static HttpReply nothing() {
        return HttpReply.error(404, "nothing here");
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

    /** The first form that is there. */
    private Optional<WebFile> read(Wanted wanted) {
        for (ContentCoding coding : wanted.accepted) {
            String name = FOLDER + wanted.path + coding.suffix();
            try (InputStream bytes = WebClient.class.getResourceAsStream(name)) {
                if (bytes != null) {
                    WebFile file = WebFile.of(bytes.readAllBytes(), coding);
                    read.put(wanted, new SoftReference<>(file));
                    return Optional.of(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + name, e);
            }
        }
        return Optional.empty();
    }

    /** A file, and the forms in which it can be sent, the best first. */
    private record Wanted(String path, List<ContentCoding> accepted) {}
}
