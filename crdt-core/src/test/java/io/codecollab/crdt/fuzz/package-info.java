/**
 * What strangers may send. Every entry point for bytes is given mutated and hostile input; {@link
 * io.codecollab.crdt.fuzz.Probe} says what must hold then: bad input is refused with a {@code DecodeException} and leaves no
 * trace, accepted input leaves a sound document, and neither costs more than a multiple of its size.
 *
 * <p>Three kinds of tests: {@link io.codecollab.crdt.fuzz.MutationFuzzTest} mutates real updates from seeds (seconds, in every
 * build; {@code -Dfuzz.seconds=600} for longer), the {@code *FuzzTest}s of Jazzer follow coverage ({@code JAZZER_FUZZ=1}, one
 * method at a time; without it they replay their seed inputs), and the named tests are the attacks somebody has thought of
 * already.
 */
@NullMarked
package io.codecollab.crdt.fuzz;

import org.jspecify.annotations.NullMarked;
