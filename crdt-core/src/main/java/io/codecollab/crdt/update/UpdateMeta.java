package io.codecollab.crdt.update;

/**
 * Which clocks an update is about.
 *
 * <p>Immutable.
 *
 * @param from for each client in the update its first clock
 * @param to for each client in the update the clock after its last
 */
public record UpdateMeta(StateVector from, StateVector to) {}
