/**
 * Bytes: the primitives of lib0 0.2.120 which every Yjs message is made of.
 *
 * <p>Read {@link io.codecollab.crdt.lib0.ByteReader} and {@link io.codecollab.crdt.lib0.ByteWriter} first, then
 * {@link io.codecollab.crdt.lib0.Any} for values and {@link io.codecollab.crdt.lib0.JsonText} for their JSON form. The
 * {@code *Encoder} and {@code *Decoder} pairs are the columns of update format V2. Layouts are drawn in
 * {@code docs/internals/wire.md}.
 *
 * <p>Bad input is refused with {@link io.codecollab.crdt.lib0.DecodeException} and with nothing else; no reader
 * allocates more than a small multiple of the bytes that are really there.
 */
@NullMarked
package io.codecollab.crdt.lib0;

import org.jspecify.annotations.NullMarked;
