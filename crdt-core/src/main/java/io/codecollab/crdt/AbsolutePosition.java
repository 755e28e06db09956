package io.codecollab.crdt;

/**
 * A place in a list or text by its index, as long as nothing changes. Immutable.
 *
 * @param type the list or text
 * @param index visible units left of the place
 * @param assoc whether the place belongs to what follows (0 or more) or to what precedes it (negative)
 */
public record AbsolutePosition(SharedType type, int index, int assoc) {}
