package io.codecollab.server.http.api;

import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.http.HttpRequest;
import java.util.Map;
import java.util.Optional;

/**
 * A request that was found to be as its {@link Route} says, and whoever made it. Immutable.
 *
 * @param request as it came
 * @param who made it; {@link Identity#anonymous()} where nobody is asked, {@link Identity#nobody()} on routes that need no token
 * @param role what they may do in the document of the path; viewer if the route does not ask for any
 * @param path the variables of the path, decoded
 * @param query the query parameters that were given, decoded
 * @param json the body, if the route takes JSON; empty otherwise
 */
public record Call(
        HttpRequest request,
        Identity who,
        Role role,
        Map<String, String> path,
        Map<String, String> query,
        JsonObject json) {

    /** The document {@code {name}} of the path. */
    public DocumentName document() {
        return new DocumentName(variable(Route.DOCUMENT));
    }

    /** A variable of the path. */
    public String variable(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path has no such variable, name=" + name);
        }
        return value;
    }

    /** A query parameter; empty if it was not given. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A query parameter that is a whole number. */
    public long number(String name, long otherwise) {
        return query(name).map(Long::parseLong).orElse(otherwise);
    }

    /** The body as it came. */
    public byte[] bytes() {
        return request.body();
    }
}
