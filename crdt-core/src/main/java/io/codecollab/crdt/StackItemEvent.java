package io.codecollab.crdt;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a step on one of the stacks of an {@link UndoManager}. Immutable.
 *
 * @param stackItem the step
 * @param type what the step is for: of a popped one, what was done with it
 * @param origin origin of the transaction that made the step; of a popped one, the undo manager
 * @param changedParentTypes the types that the transaction changed, and every type around them
 */
public record StackItemEvent(
        StackItem stackItem, Type type, @Nullable Object origin, Set<SharedType> changedParentTypes) {

    /** The stacks. */
    public enum Type {
        UNDO,
        REDO
    }
}
