package io.codecollab.crdt.lib0;

/** JavaScript's {@code undefined}: a value of its own, different from {@code null} and from a missing map entry. */
public enum Undefined {
    /** The one undefined. */
    UNDEFINED;

    @Override
    public String toString() {
        return "undefined";
    }
}
