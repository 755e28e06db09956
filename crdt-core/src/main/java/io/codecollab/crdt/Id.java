package io.codecollab.crdt;

/**
 * The name of one unit of content: the client that made it and that client's clock.
 *
 * @param client 0 to 2^53-1
 * @param clock 0 to 2^31-1
 */
public record Id(long client, int clock) {}
