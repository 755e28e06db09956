/**
 * The {@link io.codecollab.crdt.Replica} interface on native yrs, the Rust implementation of Yjs, through JNI.
 *
 * <p>Where it stands in the life of a keystroke: in the place of {@link io.codecollab.crdt.DocReplica}, for whoever starts the
 * server with {@code --engine yrs}; in the tests it is a second opinion, in the benchmarks a rival. The library is in the
 * jar when it was built with {@code mvn -Pyrs}; {@link io.codecollab.crdt.yrs.Yrs#isAvailable()} says so, and nothing else
 * needs it. {@code docs/internals/yrs.md} says how the two halves share the work and where yrs differs.
 *
 * <p>Read first: {@link io.codecollab.crdt.yrs.YrsReplica}, then {@code NativeDocument} (lifetimes), then
 * {@code src/main/rust/src/lib.rs}.
 */
@NullMarked
package io.codecollab.crdt.yrs;

import org.jspecify.annotations.NullMarked;
