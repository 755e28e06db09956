package io.codecollab.crdt.awareness;

import org.jspecify.annotations.Nullable;

/** Hears what happened to the states of an {@link Awareness}, on the thread that made it happen. */
@FunctionalInterface
public interface AwarenessListener {

    /**
     * Called after the states changed.
     *
     * @param origin what the caller passed along; {@link Awareness#LOCAL} for own changes, {@link Awareness#TIMEOUT} for
     *     clients that were silent too long
     */
    void onAwareness(AwarenessChange change, @Nullable Object origin);
}
