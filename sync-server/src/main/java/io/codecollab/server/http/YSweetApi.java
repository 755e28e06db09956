package io.codecollab.server.http;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.Visit;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What npm {@code @y-sweet/sdk} and {@code @y-sweet/client} ask over HTTP.
 *
 * <pre>
 *   POST /doc/new             {"docId": name, or none}     {"docId"}
 *   POST /doc/{id}/auth       {"authorization": ...}       a client token: where to connect
 *   GET  /d/{id}/as-update                                 the document as an update          also /doc/{id}/as-update
 *   POST /d/{id}/update       an update                    200 when it is stored              also /doc/{id}/update
 *   GET  /ready   POST /check_store                        {"ok": true}
 * </pre>
 *
 * Thread-safe; nothing waits.
 */
public final class YSweetApi implements Site {

    private static final Pattern DOCUMENT_PATH = Pattern.compile("/(d|doc)/(?<id>.+)/(?<what>auth|as-update|update)");
    private static final Pattern DOCUMENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final String OCTETS = "application/octet-stream";
    private static final int RANDOM_ID_BYTES = 16;

    private final Documents documents;
    private final SecureRandom random = new SecureRandom();

    public YSweetApi(Documents documents) {
        this.documents = documents;
    }

    @Override
    public Optional<CompletionStage<HttpReply>> answer(HttpRequest request) {
        if (request.isGet() && request.path().equals("/ready")) {
            return Optional.of(done(HttpReply.json(JsonText.write(Map.of("ok", true)))));
        } else if (request.isPost() && request.path().equals("/check_store")) {
            return Optional.of(checkStore());
        } else if (request.isPost() && request.path().equals("/doc/new")) {
            return Optional.of(create(request));
        }
        Matcher path = DOCUMENT_PATH.matcher(request.path());
        return path.matches() ? ofDocument(request, path.group("id"), path.group("what")) : Optional.empty();
    }

    private Optional<CompletionStage<HttpReply>> ofDocument(HttpRequest request, String id, String what) {
        DocumentName name;
        try {
            name = new DocumentName(id);
        } catch (IllegalArgumentException e) {
            return Optional.of(done(HttpReply.error(400, String.valueOf(e.getMessage()))));
        }
        if (request.isPost() && what.equals("auth")) {
            return Optional.of(ifExists(name, () -> done(HttpReply.json(clientToken(request, id)))));
        } else if (request.isPost() && what.equals("update")) {
            return Optional.of(ifExists(name, () -> merge(request, name)));
        } else if (request.isGet() && what.equals("as-update")) {
            return Optional.of(ifExists(name, () -> read(request, name)));
        }
        return Optional.empty();
    }

    private CompletionStage<HttpReply> create(HttpRequest request) {
        String id;
        try {
            id = wantedId(request);
        } catch (DecodeException | IllegalArgumentException e) {
            return done(HttpReply.error(400, String.valueOf(e.getMessage())));
        }
        return documents
                .create(new DocumentName(id))
                .thenApply(isNew -> HttpReply.json(JsonText.write(Map.of("docId", id))));
    }

    private String wantedId(HttpRequest request) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        Object wanted = !body.isBlank() && JsonText.read(body) instanceof Map<?, ?> fields ? fields.get("docId") : null;
        if (wanted == null) {
            return randomId();
        }
        if (!(wanted instanceof String id) || !DOCUMENT_ID.matcher(id).matches()) {
            throw new IllegalArgumentException("docId must be 1 to 256 of A-Z, a-z, 0-9, _ and -");
        }
        return id;
    }

    private String randomId() {
        byte[] id = new byte[RANDOM_ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    private static String clientToken(HttpRequest request, String id) {
        String path = request.host() + "/d/" + id;
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("url", (request.isSecure() ? "wss://" : "ws://") + path + "/ws");
        token.put("baseUrl", (request.isSecure() ? "https://" : "http://") + path);
        token.put("docId", id);
        token.put("authorization", "full");
        return JsonText.write(token);
    }

    private CompletionStage<HttpReply> read(HttpRequest request, DocumentName name) {
        return Visit.read(documents, name, request.executor())
                .thenApply(update -> new HttpReply(200, OCTETS, update))
                .exceptionally(YSweetApi::refused);
    }

    private CompletionStage<HttpReply> merge(HttpRequest request, DocumentName name) {
        return Visit.merge(documents, name, request.executor(), request.body())
                .thenApply(saved -> HttpReply.json(JsonText.write(Map.of())))
                .exceptionally(YSweetApi::refused);
    }

    private static HttpReply refused(Throwable failure) {
        if (failure.getCause() instanceof Visit.EndedException ended) {
            int status = switch (ended.reason()) {
                case MALFORMED -> 400;
                case TOO_LARGE -> 413;
                default -> 503;
            };
            return HttpReply.error(status, ended.reason().text());
        }
        throw new CompletionException(failure);
    }

    private CompletionStage<HttpReply> checkStore() {
        return documents
                .exists(new DocumentName("check_store"))
                .thenApply(exists -> HttpReply.json(JsonText.write(Map.of("ok", true))))
                .exceptionally(failure -> HttpReply.json(
                        JsonText.write(Map.of("ok", false, "error", String.valueOf(failure.getMessage())))));
    }

    private CompletionStage<HttpReply> ifExists(DocumentName name, Supplier<CompletionStage<HttpReply>> then) {
        return documents
                .exists(name)
                .thenCompose(exists -> exists ? then.get() : done(HttpReply.error(404, "no such document")));
    }

    private static CompletionStage<HttpReply> done(HttpReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
