package io.codecollab.crdt;

/**
 * Steps of an {@link UndoManager} were forgotten. Immutable.
 *
 * @param undoStackCleared whether nothing can be undone any more
 * @param redoStackCleared whether nothing can be redone any more
 */
public record StackClearedEvent(boolean undoStackCleared, boolean redoStackCleared) {}
