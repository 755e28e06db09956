/**
 * The places where implementations of Yjs went wrong, each with its test. The numbers of {@link
 * io.codecollab.crdt.pitfalls.Pitfall} are those of the table in {@code docs/internals/compatibility.md}; expected bytes and
 * contents were recorded from npm yjs by {@code pitfalls-recorder.mjs}.
 */
@NullMarked
package io.codecollab.crdt.pitfalls;

import org.jspecify.annotations.NullMarked;
