package io.codecollab.server.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may connect. A browser says in the header {@code Origin} whose page it shows, and pages cannot change what
 * it says; programs that are no browsers send no such header and are always let in. Immutable.
 *
 * <p>A page of the very host and port it connects to, as named in the header {@code Host}, may always connect; so may the
 * pages of the listed origins.
 *
 * @param origins {@code https://example.org}, {@code http://localhost:5173}; in small letters, without a path; {@code *} is
 *     everybody
 */
public record AllowedOrigins(Set<String> origins) {

    private static final String ANY = "*";

    public AllowedOrigins {
        origins = Set.copyOf(origins);
    }

    /** Nobody but the pages of the very host they connect to. */
    public static AllowedOrigins sameHost() {
        return new AllowedOrigins(Set.of());
    }

    /**
     * Reads origins as people write them, commas between them.
     *
     * @throws IllegalArgumentException if one is none; the message is fit for whoever wrote it
     */
    public static AllowedOrigins of(String list) {
        return new AllowedOrigins(Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(AllowedOrigins::parse)
                .collect(Collectors.toSet()));
    }

    /**
     * Whether somebody may connect.
     *
     * @param origin the header {@code Origin}; null when there is none
     * @param host the header {@code Host}; null when there is none
     */
    public boolean allow(@Nullable String origin, @Nullable String host) {
        if (origin == null || origins.contains(ANY)) {
            return true;
        }
        String said = origin.toLowerCase(Locale.ROOT);
        return origins.contains(said) || (host != null && isPageOf(said, host.toLowerCase(Locale.ROOT)));
    }

    /** The scheme is not compared: a proxy may speak https where this server speaks http. */
    private static boolean isPageOf(String origin, String host) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && origin.substring(scheme + 3).equals(host);
    }

    private static String parse(String text) {
        String origin = text.toLowerCase(Locale.ROOT);
        if (origin.equals(ANY)) {
            return ANY;
        }
        try {
            URI uri = new URI(origin);
            boolean isOrigin = uri.getHost() != null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
            if (isOrigin) {
                return origin;
            }
        } catch (URISyntaxException e) {
            // said below, for all that is no origin
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not an origin: write a scheme and a host, as in https://example.org");
    }
}
