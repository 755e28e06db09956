/**
 * The update format, V1 and V2, and everything that can be done with updates without building a document.
 *
 * <p>Start with {@link io.codecollab.crdt.update.Updates}: merge, diff, convert, measure. Underneath lies a pull
 * parser, {@link io.codecollab.crdt.update.UpdateCursor}, which the document uses to read updates too, and its
 * counterpart {@link io.codecollab.crdt.update.UpdateEncoder}. {@link io.codecollab.crdt.update.StateVector} and {@link
 * io.codecollab.crdt.update.IdSet} are the two values that travel beside structs. Layouts are in {@code
 * docs/internals/wire.md}.
 */
@NullMarked
package io.codecollab.crdt.update;

import org.jspecify.annotations.NullMarked;
