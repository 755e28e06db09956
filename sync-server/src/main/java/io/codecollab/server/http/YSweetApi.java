package io.codecollab.server.http;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.auth.Access;
import io.codecollab.server.auth.AuthException;
import io.codecollab.server.auth.Authenticator;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.OpenAccess;
import io.codecollab.server.auth.OwnTokens;
import io.codecollab.server.auth.Role;
import io.codecollab.server.auth.TokenSources;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    private final Authenticator authenticator;
    private final Access access;
    private final @Nullable ClientTokens tokens;
    private final SecureRandom random = new SecureRandom();

    /** Open to everybody. */
    public YSweetApi(Documents documents) {
        this(documents, new OpenAccess(), new OpenAccess(), null);
    }

    /** @param tokens issues those of clients; null where nobody is asked for any */
    public YSweetApi(Documents documents, Authenticator authenticator, Access access, @Nullable OwnTokens tokens) {
        this.documents = documents;
        this.authenticator = authenticator;
        this.access = access;
        this.tokens = tokens == null ? null : new ClientTokens(tokens);
    }

    @Override
    public Optional<CompletionStage<HttpReply>> answer(HttpRequest request) {
        if (request.isGet() && request.path().equals("/ready")) {
            return Optional.of(done(HttpReply.json(JsonText.write(Map.of("ok", true)))));
        } else if (request.isPost() && request.path().equals("/check_store")) {
            return Optional.of(identified(request, who -> checkStore()));
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
            return Optional.of(admitted(
                    request, name, Role.VIEWER, caller -> ifExists(name, () -> done(clientToken(request, caller)))));
        } else if (request.isPost() && what.equals("update")) {
            return Optional.of(admitted(
                    request, name, Role.EDITOR, caller -> ifExists(name, () -> merge(request, name))));
        } else if (request.isGet() && what.equals("as-update")) {
            return Optional.of(admitted(
                    request, name, Role.VIEWER, caller -> ifExists(name, () -> read(request, name))));
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
        DocumentName name = new DocumentName(id);
        return admitted(
                request,
                name,
                Role.EDITOR,
                caller ->
                        documents.create(name).thenApply(isNew -> HttpReply.json(JsonText.write(Map.of("docId", id)))));
    }

    /** Answers somebody who can say who they are. */
    private CompletionStage<HttpReply> identified(
            HttpRequest request, Function<Identity, CompletionStage<HttpReply>> then) {
        String token = TokenSources.ofAuthorization(
                request.headers().first("authorization").orElse(""));
        return authenticator
                .authenticate(token)
                .handle((who, failure) -> failure == null ? then.apply(who) : done(unauthorised(failure)))
                .thenCompose(reply -> reply);
    }

    private static HttpReply unauthorised(Throwable failure) {
        AuthException e = AuthException.of(failure);
        boolean later = e.problem() == AuthException.Problem.UNAVAILABLE;
        return HttpReply.error(later ? 503 : 401, String.valueOf(e.getMessage()));
    }

    /** Answers somebody who has at least this role, before anything is said of the document. */
    private CompletionStage<HttpReply> admitted(
            HttpRequest request, DocumentName name, Role least, Function<Caller, CompletionStage<HttpReply>> then) {
        return identified(
                request,
                who -> access.roleOf(who, name).thenCompose(role -> {
                    if (role.isEmpty() || !role.get().atLeast(least)) {
                        return done(HttpReply.error(403, role.isEmpty() ? "no access to this document" : "read-only"));
                    }
                    return then.apply(new Caller(who, role.get(), name));
                }));
    }

    /** Who asks about which document. */
    private record Caller(Identity who, Role role, DocumentName document) {}

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

    private HttpReply clientToken(HttpRequest request, Caller caller) {
        String path = request.host() + "/d/" + caller.document();
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("url", (request.isSecure() ? "wss://" : "ws://") + path + "/ws");
        token.put("baseUrl", (request.isSecure() ? "https://" : "http://") + path);
        token.put("docId", caller.document().value());
        token.put("authorization", "full");
        if (tokens != null) {
            try {
                token.putAll(tokens.issue(request.body(), caller.who(), caller.role(), caller.document()));
            } catch (DecodeException | IllegalArgumentException e) {
                return HttpReply.error(400, String.valueOf(e.getMessage()));
            }
        }
        return HttpReply.json(JsonText.write(token));
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
