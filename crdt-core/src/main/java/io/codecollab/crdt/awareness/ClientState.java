package io.codecollab.crdt.awareness;

import org.jspecify.annotations.Nullable;

/**
 * The last thing known of one client. Immutable.
 *
 * @param json JSON text, or null when the client is gone
 */
record ClientState(long clock, long lastUpdatedMs, @Nullable String json) {

    boolean isPresent() {
        return json != null;
    }

    int length() {
        return json == null ? 0 : json.length();
    }
}
