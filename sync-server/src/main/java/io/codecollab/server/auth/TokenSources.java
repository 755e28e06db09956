package io.codecollab.server.auth;

import java.util.List;
import java.util.Locale;

/**
 * Where a token may stand in a request: in the header {@code Authorization}, among the WebSocket's subprotocols (which are all
 * that a page can set when it connects), or in the query.
 */
public final class TokenSources {

    /** In {@code new WebSocket(url, ["codecollab", "bearer." + token])}. */
    private static final String SUBPROTOCOL_PREFIX = "bearer.";

    private static final String SCHEME = "bearer ";

    private TokenSources() {}

    /** The token of a header {@code Authorization: Bearer ...}; empty if it has none. */
    public static String ofAuthorization(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? header.substring(SCHEME.length()).strip()
                : "";
    }

    /** The token among the subprotocols that a client offers; empty if there is none. */
    public static String ofSubprotocols(List<String> offered) {
        return offered.stream()
                .filter(TokenSources::isToken)
                .findFirst()
                .map(subprotocol -> subprotocol.substring(SUBPROTOCOL_PREFIX.length()))
                .orElse("");
    }

    /**
     * Which of the offered subprotocols to take: browsers hang up unless one is taken, and a token need not be sent back.
     *
     * @return empty if none was offered
     */
    public static String chosenSubprotocol(List<String> offered) {
        return offered.stream()
                .filter(subprotocol -> !isToken(subprotocol))
                .findFirst()
                .or(() -> offered.stream().findFirst())
                .orElse("");
    }

    /** The first that is not empty; empty if all are. */
    public static String firstOf(String... tokens) {
        for (String token : tokens) {
            if (!token.isEmpty()) {
                return token;
            }
        }
        return "";
    }

    private static boolean isToken(String subprotocol) {
        return subprotocol.startsWith(SUBPROTOCOL_PREFIX);
    }
}
