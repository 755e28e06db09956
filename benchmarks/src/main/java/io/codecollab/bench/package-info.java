/**
 * Questions about the speed of the engine, one per class, and the traces they are asked on. Not on the way of any
 * keystroke.
 *
 * <p>{@link io.codecollab.bench.Question} is what all timed questions share, {@link io.codecollab.bench.Traces} is what
 * they read. The same questions are put to Yjs and ywasm, under the same names, by {@code benchmarks/node}; {@code
 * benchmarks/run} asks all engines in turn and prints the ratios. Nothing is timed before its result was checked.
 */
@NullMarked
package io.codecollab.bench;

import org.jspecify.annotations.NullMarked;
