package io.codecollab.crdt.update;

/**
 * What to hide besides texts and values.
 *
 * <p>Immutable.
 *
 * @param formatting names and values of text attributes
 * @param subdocs names and options of subdocuments
 * @param yxml names of XML elements and hooks
 */
public record ObfuscatorOptions(boolean formatting, boolean subdocs, boolean yxml) {

    /** Hide everything. */
    public static final ObfuscatorOptions DEFAULT = new ObfuscatorOptions(true, true, true);
}
