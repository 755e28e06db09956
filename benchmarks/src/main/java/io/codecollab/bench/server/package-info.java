/**
 * Questions about the speed of the server around the engine, one per class: what it does with a frame before the document sees
 * it, with presence, with an edit that many are to hear of, and until that edit is on disk. Not on the way of any keystroke.
 *
 * <p>{@link io.codecollab.bench.server.ServerQuestion} is what they share. They are about classes of {@code sync-server},
 * {@code persistence} and {@code crdt-core}, through the same doors the server itself uses. Whole servers over real sockets are
 * compared elsewhere, by {@code benchmarks/compare-servers}. The rival is what the npm servers do, in {@code
 * benchmarks/node/protocol-questions.mjs}.
 */
@NullMarked
package io.codecollab.bench.server;

import org.jspecify.annotations.NullMarked;
