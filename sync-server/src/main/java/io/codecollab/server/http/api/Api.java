package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.server.auth.Access;
import io.codecollab.server.auth.AuthException;
import io.codecollab.server.auth.Authenticator;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.http.HttpRequest;
import io.codecollab.server.http.Problem;
import io.codecollab.server.http.RequestRates;
import io.codecollab.server.http.Site;
import io.codecollab.server.ops.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The REST interface. What happens to a request, in this order:
 *
 * <pre>
 *   path and method      -> Route, or 404, 405
 *   address, user        -> not too often, or 429
 *   Authorization        -> Identity, or 401; for admins only: or 403
 *   {name} of the path   -> Role in that document, or 404 (may not even know), 403
 *   query, body          -> Call, or 400, 415
 *   the route's handler  -> the answer
 * </pre>
 *
 * Thread-safe; nothing waits.
 */
public final class Api implements Site {

    private static final Logger log = LoggerFactory.getLogger(Api.class);

    private static final String BEARER = "bearer ";
    private static final String RETRY_S = "5";

    private final Authenticator authenticator;
    private final Access access;
    private final AdminGate admins;
    private final RequestLimits limits;
    private final AuditLog audit;
    private final Routes routes;

    /** An interface to these resources, where admins are those whose tokens say so. */
    public Api(
            Authenticator authenticator,
            Access access,
            RequestRates rates,
            AuditLog audit,
            String version,
            List<? extends Resource> resources) {
        this(authenticator, access, new AdminGate(authenticator, "", false), rates, audit, version, resources);
    }

    /**
     * An interface to these resources.
     *
     * @param admins who may ask what is for admins
     * @param audit notes what is asked of routes that are {@link Route#audited}
     * @param version of the server, for its description
     */
    public Api(
            Authenticator authenticator,
            Access access,
            AdminGate admins,
            RequestRates rates,
            AuditLog audit,
            String version,
            List<? extends Resource> resources) {
        this.authenticator = authenticator;
        this.access = access;
        this.admins = admins;
        this.limits = new RequestLimits(rates);
        this.audit = audit;
        List<Route> all = new ArrayList<>();
        resources.forEach(resource -> all.addAll(resource.routes()));
        Route description =
                Route.get("/openapi.json", "This description").open().answers(200, "OpenAPI 3.1", Answers.JSON);
        all.add(description);
        byte[] openApi = OpenApi.of(all, version).getBytes(UTF_8);
        description.handle(call -> Answers.now(new HttpReply(200, Answers.JSON, openApi)));
        this.routes = new Routes(all);
    }

    /** All that can be asked for. */
    Routes routes() {
        return routes;
    }

    @Override
    public Optional<CompletionStage<HttpReply>> answer(HttpRequest request) {
        return Routes.isApi(request.target()) ? Optional.of(answerOrProblem(request)) : Optional.empty();
    }

    private CompletionStage<HttpReply> answerOrProblem(HttpRequest request) {
        Routes.Found found;
        try {
            found = routes.find(request);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(problem(request, e));
        }
        AuditEntry entry = new AuditEntry(found, request);
        CompletionStage<HttpReply> answer;
        try {
            answer = answerFound(found, request, entry);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(failure -> problem(request, failure)).thenApply(reply -> {
            if (found.route().isAudited()) {
                entry.write(audit, reply);
            }
            return reply;
        });
    }

    private CompletionStage<HttpReply> answerFound(Routes.Found found, HttpRequest request, AuditEntry entry) {
        Route route = found.route();
        limits.ofAddress(request.from(), route);
        return identify(route, request)
                .thenApply(who -> {
                    entry.by(who);
                    limits.ofUser(who, route);
                    return who;
                })
                .thenCompose(who -> roleOf(who, found).thenCompose(role -> {
                    Call call = new Call(
                            request,
                            who,
                            role,
                            found.variables(),
                            Inputs.query(route, request),
                            Inputs.body(route, request));
                    entry.understood(call);
                    return route.answer(call);
                }));
    }

    private CompletionStage<Identity> identify(Route route, HttpRequest request) {
        if (route.isAdmin()) {
            return admins.admit(request);
        }
        return route.isOpen()
                ? CompletableFuture.completedFuture(Identity.nobody())
                : authenticator.authenticate(token(request));
    }

    /** In the header alone: what stands in addresses ends up in logs. */
    static String token(HttpRequest request) {
        String header = request.headers().first("authorization").orElse("");
        return header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : "";
    }

    private CompletionStage<Role> roleOf(Identity who, Routes.Found found) {
        Role least = found.route().role();
        if (least == null) {
            return CompletableFuture.completedFuture(Role.VIEWER);
        }
        DocumentName document = documentName(found.variables().getOrDefault(Route.DOCUMENT, ""));
        return access.roleOf(who, document).thenApply(role -> {
            if (role.isEmpty()) {
                throw ProblemException.notFound("there is no such document");
            } else if (!role.get().atLeast(least)) {
                throw ProblemException.forbidden(
                        "this needs the role " + nameOf(least) + " in the document, yours is " + nameOf(role.get()));
            }
            return role.get();
        });
    }

    private static DocumentName documentName(String text) {
        try {
            return new DocumentName(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static String nameOf(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static HttpReply problem(HttpRequest request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ProblemException problem) {
            return problem.reply();
        } else if (cause instanceof AuthException e) {
            return unauthorised(e);
        } else if (cause instanceof StoreUnavailableException) {
            return comeBack("the database cannot be reached now");
        }
        log.error("Could not answer {} {}", request.method(), request.target().rawPath(), cause);
        return new Problem(500, "", "something here broke, and was logged").reply();
    }

    private static HttpReply unauthorised(AuthException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.problem()) {
            case UNAVAILABLE -> comeBack(detail);
            case MISSING -> new Problem(401, "token-missing", detail).reply().with("www-authenticate", "Bearer");
            case EXPIRED -> invalid("token-expired", detail);
            case MALFORMED, REFUSED -> invalid("token-refused", detail);
        };
    }

    private static HttpReply comeBack(String detail) {
        return new Problem(503, "", detail).reply().with("retry-after", RETRY_S);
    }

    private static HttpReply invalid(String code, String detail) {
        return new Problem(401, code, detail).reply().with("www-authenticate", "Bearer error=\"invalid_token\"");
    }
}
