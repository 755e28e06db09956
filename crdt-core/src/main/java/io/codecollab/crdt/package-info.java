/**
 * A Yjs document in memory: merge, read, edit, observe.
 *
 * <p>Where it stands in the life of a keystroke: update bytes arrive from a peer, {@link io.codecollab.crdt.Doc} (or the
 * narrower {@link io.codecollab.crdt.Replica}) decodes and merges them, observers see what changed, and the bytes worth
 * passing on leave again. Behaviour and bytes are those of Yjs 13.6; {@code docs/internals/engine.md} says how the
 * structures work and {@code docs/internals/compatibility.md} where we differ on purpose.
 *
 * <p>Read first: {@link io.codecollab.crdt.Item} (what is stored), {@link io.codecollab.crdt.ClientLog} (how it is found),
 * {@link io.codecollab.crdt.Integrator} (how it is merged), {@link io.codecollab.crdt.Transaction} (what happens after).
 *
 * <p>Threading: a document belongs to one thread at a time; nothing here locks.
 */
@NullMarked
package io.codecollab.crdt;

import org.jspecify.annotations.NullMarked;
