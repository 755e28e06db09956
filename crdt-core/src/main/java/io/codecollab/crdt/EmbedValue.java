package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/** Marks a value to be embedded in text as one unit, so that a String embed is not taken for text. */
record EmbedValue(@Nullable Object value) {}
