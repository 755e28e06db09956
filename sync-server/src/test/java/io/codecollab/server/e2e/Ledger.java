package io.codecollab.server.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the server has said to have saved in one document: keys of its map "edits", each written once and removed once at most. */
final class Ledger {

    private enum State {
        ADDED,
        /** The removal is under way; the key may be there or not. */
        BEING_REMOVED,
        REMOVED
    }

    private final Map<String, State> keys = new ConcurrentHashMap<>();

    void added(String key) {
        keys.put(key, State.ADDED);
    }

    void removing(String key) {
        keys.put(key, State.BEING_REMOVED);
    }

    void removed(String key) {
        keys.put(key, State.REMOVED);
    }

    /** How many acknowledged edits it knows of. */
    int size() {
        return keys.size();
    }

    /** What is wrong with a document that has these keys; empty if nothing is. */
    List<String> complaints(Set<String> present) {
        List<String> complaints = new ArrayList<>();
        keys.forEach((key, state) -> {
            if (state == State.ADDED && !present.contains(key)) {
                complaints.add(key + " was acknowledged and is not there");
            } else if (state == State.REMOVED && present.contains(key)) {
                complaints.add("the removal of " + key + " was acknowledged and it is there");
            }
        });
        return complaints;
    }
}
