package io.codecollab.server.transport;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages a browser may connect from. A browser lets any page open a WebSocket to any host, this machine's own among them,
 * and says in {@code Origin} which page it was. Immutable.
 */
final class OriginCheck {

    private static final String ALL = "*";

    private final Set<String> allowed;

    OriginCheck(Set<String> allowed) {
        this.allowed = allowed;
    }

    /**
     * Whether to accept a connection.
     *
     * @param origin as in the header, null when there is none: no browser
     * @param host as in the header: what the client believes to be connected to
     */
    boolean accepts(@Nullable String origin, @Nullable String host) {
        if (origin == null || allowed.contains(ALL) || allowed.contains(origin.toLowerCase(Locale.ROOT))) {
            return true;
        }
        String page = authority(origin);
        return page != null && host != null && page.equals(withoutDefaultPort(host));
    }

    /** Host and port of an origin; null for one that has none, such as that of a sandboxed page. */
    private static @Nullable String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? null : withoutDefaultPort(authority);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String withoutDefaultPort(String authority) {
        return authority.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
    }
}
