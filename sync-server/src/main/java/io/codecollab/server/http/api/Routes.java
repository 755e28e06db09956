package io.codecollab.server.http.api;

import io.codecollab.server.http.HttpRequest;
import io.codecollab.server.http.Problem;
import io.codecollab.server.http.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All routes, and which of them a request means. Immutable. */
final class Routes {

    static final String PREFIX = "/api/v1";

    private static final List<String> PREFIX_SEGMENTS = List.of("api", "v1");

    private final List<Route> all;

    /**
     * A route, and the variables of the path that led to it.
     *
     * @param variables decoded
     */
    record Found(Route route, Map<String, String> variables) {}

    Routes(List<Route> all) {
        this.all = List.copyOf(all);
        Set<String> seen = new TreeSet<>();
        for (Route route : all) {
            if (!seen.add(route.toString())) {
                throw new IllegalArgumentException("declared twice, route=" + route);
            }
        }
    }

    List<Route> all() {
        return all;
    }

    /** Whether a path is of this interface at all, in whatever version. */
    static boolean isApi(Target target) {
        return target.segments().get(0).equals(PREFIX_SEGMENTS.get(0));
    }

    /**
     * The route of a request.
     *
     * @throws ProblemException if there is none, or the path is made to be misread on its way here
     */
    Found find(HttpRequest request) {
        List<String> segments = request.target().segments();
        segments.forEach(Routes::requireHarmless);
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        for (Route route : all) {
            Optional<Map<String, String>> variables = match(route, segments);
            if (variables.isPresent() && route.method().equals(method)) {
                return new Found(route, variables.get());
            }
        }
        String allowed = allowed(segments);
        if (allowed.isEmpty()) {
            throw ProblemException.notFound("there is nothing at this address, see " + PREFIX + "/openapi.json");
        }
        throw new ProblemException(
                new Problem(405, "", "this address knows the methods " + allowed), Map.of("allow", allowed));
    }

    /** The methods an address knows, as in the header {@code Allow}; empty when there is no such address. */
    String allowed(List<String> segments) {
        Set<String> methods = new TreeSet<>();
        for (Route route : all) {
            if (match(route, segments).isPresent()) {
                methods.add(route.method());
                methods.add(route.method().equals("GET") ? "HEAD" : route.method());
            }
        }
        return String.join(", ", methods);
    }

    private static Optional<Map<String, String>> match(Route route, List<String> segments) {
        boolean isThisVersion = segments.size() > 2 && segments.subList(0, 2).equals(PREFIX_SEGMENTS);
        return isThisVersion ? route.path().match(segments.subList(2, segments.size())) : Optional.empty();
    }

    /** Some proxies and clients resolve dots even when they are encoded: such a path means one thing here, another there. */
    private static void requireHarmless(String segment) {
        if (segment.equals(".") || segment.equals("..")) {
            throw ProblemException.badRequest("a segment of the path may not be . or .., however it is encoded");
        }
        if (segment.codePoints().anyMatch(Character::isISOControl)) {
            throw ProblemException.badRequest("the path has a control character");
        }
    }
}
