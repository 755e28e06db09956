package io.codecollab.server.http.api;

import io.codecollab.server.http.Headers;
import io.codecollab.server.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a request comes from whoever sits at the machine the server runs on, and knowingly: from a program there, or from a
 * page of this very server in a browser there. Not from a proxy on the machine that speaks for others, nor from another page
 * in that browser, even if the name of its site now leads to this machine (DNS rebinding). Stateless.
 */
final class AtThisMachine {

    /** What changes something must bring this header, whatever its value: pages of other sites cannot. */
    static final String HEADER = "x-codecollab-admin";

    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final List<String> OF_PROXIES =
            List.of("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip");

    private AtThisMachine() {}

    /** @throws ProblemException if it does not */
    static void require(HttpRequest request) {
        Headers headers = request.headers();
        String host = headers.first("host").orElse("").toLowerCase(Locale.ROOT);
        boolean isForwarded =
                OF_PROXIES.stream().anyMatch(name -> headers.first(name).isPresent());
        if (!request.from().isLoopbackAddress() || isForwarded || !HOSTS.contains(withoutPort(host))) {
            throw ProblemException.forbidden(
                    "this is for whoever sits at the machine the server runs on; from elsewhere it takes an admin token, see "
                            + "--admin-token");
        }
        if (!isOfOwnPage(headers, host)) {
            throw ProblemException.forbidden("this is not for pages of other sites");
        }
        if (!request.isGet() && headers.first(HEADER).isEmpty()) {
            throw ProblemException.forbidden("send the header " + HEADER + ": 1 with what changes something");
        }
    }

    /** Programs that are no browsers send neither header. */
    private static boolean isOfOwnPage(Headers headers, String host) {
        String origin = headers.first("origin").orElse("").toLowerCase(Locale.ROOT);
        String site = headers.first("sec-fetch-site").orElse("none");
        boolean isOwnOrigin = origin.isEmpty() || origin.equals("http://" + host) || origin.equals("https://" + host);
        return isOwnOrigin && (site.equals("none") || site.equals("same-origin"));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
