package io.codecollab.crdt.replay;

/**
 * One update that a document emitted, in both formats.
 *
 * @param local whether the transaction was the document's own
 */
record Emission(byte[] v1, byte[] v2, boolean local) {}
