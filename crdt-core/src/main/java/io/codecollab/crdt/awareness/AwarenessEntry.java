package io.codecollab.crdt.awareness;

import org.jspecify.annotations.Nullable;

/**
 * What one awareness update says about one client. Immutable.
 *
 * @param clientId 0..2<sup>53</sup>-1
 * @param clock counts the states of this client, 0..2<sup>53</sup>-1
 * @param state JSON text, or null when the client is gone
 */
public record AwarenessEntry(
        long clientId, long clock, @Nullable String state) {}
