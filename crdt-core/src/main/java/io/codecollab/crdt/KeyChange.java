package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * What became of a map key or attribute.
 *
 * @param oldValue the value before; {@code Undefined.UNDEFINED} for an added key
 */
public record KeyChange(Action action, @Nullable Object oldValue) {

    /** Yjs's {@code add}, {@code update}, {@code delete}. */
    public enum Action {
        ADD,
        UPDATE,
        DELETE
    }
}
