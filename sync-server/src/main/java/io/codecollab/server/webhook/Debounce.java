package io.codecollab.server.webhook;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Things that happen again and again, told of once they have come to rest, or when that takes too long. Thread-safe. */
final class Debounce {

    private static final class Pending {
        final long firstMs;
        long lastMs;

        Pending(long nowMs) {
            firstMs = nowMs;
            lastMs = nowMs;
        }
    }

    private final long quietMs;
    private final long longestMs;
    private final Map<String, Pending> pending = new LinkedHashMap<>();

    /**
     * @param quietMs how long nothing must happen
     * @param longestMs after so long it is told of anyway
     */
    Debounce(long quietMs, long longestMs) {
        this.quietMs = quietMs;
        this.longestMs = longestMs;
    }

    /** It happened. */
    synchronized void note(String what, long nowMs) {
        pending.computeIfAbsent(what, missing -> new Pending(nowMs)).lastMs = nowMs;
    }

    /** What is to be told of now; once. */
    synchronized List<String> takeDue(long nowMs) {
        List<String> due = new ArrayList<>();
        Iterator<Map.Entry<String, Pending>> each = pending.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Pending> entry = each.next();
            Pending state = entry.getValue();
            if (nowMs - state.lastMs >= quietMs || nowMs - state.firstMs >= longestMs) {
                due.add(entry.getKey());
                each.remove();
            }
        }
        return due;
    }

    /** Everything that happened and was not told of; once. */
    synchronized List<String> takeAll() {
        List<String> all = List.copyOf(pending.keySet());
        pending.clear();
        return all;
    }
}
