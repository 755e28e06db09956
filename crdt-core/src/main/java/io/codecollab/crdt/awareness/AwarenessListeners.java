package io.codecollab.crdt.awareness;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Listeners of one event, called in the order they came. All are called, whatever one of them throws. Not thread-safe. */
final class AwarenessListeners {

    private final List<AwarenessListener> listeners = new ArrayList<>();

    Awareness.Subscription add(AwarenessListener listener) {
        // wrapped, so that the same listener added twice is two subscriptions
        AwarenessListener added = (change, origin) -> listener.onAwareness(change, origin);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    void clear() {
        listeners.clear();
    }

    void announce(AwarenessChange change, @Nullable Object origin) {
        RuntimeException failure = null;
        for (AwarenessListener listener : List.copyOf(listeners)) {
            try {
                listener.onAwareness(change, origin);
            } catch (RuntimeException thrown) {
                if (failure == null) {
                    failure = thrown;
                } else {
                    failure.addSuppressed(thrown);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
