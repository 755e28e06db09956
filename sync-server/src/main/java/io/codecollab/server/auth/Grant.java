package io.codecollab.server.auth;

import io.codecollab.server.document.DocumentName;

/**
 * A role in all documents whose names look like this. Immutable.
 *
 * @param pattern a document's name, in which {@code *} is any run of characters, also none
 * @param role what its holder may do there
 */
public record Grant(String pattern, Role role) {

    private static final char ANY_RUN = '*';

    public boolean covers(DocumentName document) {
        return matches(pattern, document.value());
    }

    /**
     * Goes back to the last {@code *} only, never to one before it: what an earlier one could match, the last one can as
     * well. So it takes as many steps as pattern times name, at most.
     */
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int lastRun = -1;
        int lastRunName = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == ANY_RUN) {
                lastRun = p++;
                lastRunName = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (lastRun >= 0) {
                p = lastRun + 1;
                n = ++lastRunName;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == ANY_RUN) {
            p++;
        }
        return p == pattern.length();
    }
}
