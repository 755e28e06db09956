/**
 * The slow, obvious Yjs: {@link io.codecollab.crdt.oracle.SlowDoc} merges one character at a time in plain lists, with
 * linear scans and nothing clever, so that it can be read next to the YATA paper and Yjs' Item.js.
 *
 * <p>{@link io.codecollab.crdt.oracle.CrdtContract} is one suite that runs over it and over the engine; {@link
 * io.codecollab.crdt.oracle.SmallWorldsTest} lets both live through every delivery order of small histories.
 */
@NullMarked
package io.codecollab.crdt.oracle;

import org.jspecify.annotations.NullMarked;
