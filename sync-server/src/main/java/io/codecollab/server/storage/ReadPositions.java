package io.codecollab.server.storage;

import io.codecollab.persistence.JournalPosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where reading the journal goes on. As long as somebody reads, that is where they stopped. When nobody has read for long, because
 * servers tell each other directly, it is a position somewhat in the past: they may have failed to for a while before they
 * noticed.
 *
 * <pre>
 *   past      x----------x----------x----------x          spacing apart, the oldest at least margin old
 *   readTo         x                                      counts as long as it is younger than the oldest
 * </pre>
 *
 * Times are of a clock that only goes forward. Not thread-safe.
 */
final class ReadPositions {

    private final long spacingMs;
    private final long marginMs;
    /** A few, oldest first. */
    private final List<At> past = new ArrayList<>();

    private @Nullable At readTo;

    ReadPositions(long spacingMs, long marginMs, JournalPosition now, long nowMs) {
        this.spacingMs = spacingMs;
        this.marginMs = marginMs;
        past.add(new At(now, nowMs));
    }

    /** Whether the youngest position is so old that the journal should be asked for one. */
    boolean isDue(long nowMs) {
        return nowMs - past.get(past.size() - 1).ms >= spacingMs;
    }

    /** The journal is there now; nobody has read what is before it. */
    void isAt(JournalPosition now, long nowMs) {
        if (!isDue(nowMs)) {
            return;
        }
        past.add(new At(now, nowMs));
        while (past.size() > 1 && nowMs - past.get(1).ms >= marginMs) {
            past.remove(0);
        }
    }

    /** All that is before a position has been read. */
    void readTo(JournalPosition position, long nowMs) {
        readTo = new At(position, nowMs);
        isAt(position, nowMs);
    }

    /** What was read last does not count any more: a database that crashed may have gone back a little. */
    void doubt() {
        readTo = null;
    }

    /** From where to read. */
    JournalPosition next() {
        At oldest = past.get(0);
        return readTo != null && readTo.ms >= oldest.ms ? readTo.position : oldest.position;
    }

    private static final class At {
        final JournalPosition position;
        final long ms;

        At(JournalPosition position, long ms) {
            this.position = position;
            this.ms = ms;
        }
    }
}
