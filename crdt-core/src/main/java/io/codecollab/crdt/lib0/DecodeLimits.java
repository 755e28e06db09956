package io.codecollab.crdt.lib0;

/**
 * How much a stranger's bytes may ask for.
 *
 * <p>Format V2 run-length encodes its columns, so a dozen bytes can announce 2^53 structs; the budget ends such an
 * update while it costs milliseconds. Nested values are read recursively, so their depth is bounded too.
 *
 * <p>Immutable.
 *
 * @param maxValueDepth how deeply arrays and objects may nest in one value, 1 to {@value #MAX_VALUE_DEPTH}
 * @param structsPerByte structs an update may hold per byte of its size
 * @param structsBase structs an update may hold whatever its size
 */
public record DecodeLimits(int maxValueDepth, int structsPerByte, int structsBase) {

    /** The deepest nesting that can be allowed: what a thread with a default stack survives with room to spare. */
    public static final int MAX_VALUE_DEPTH = 2000;

    /** Depth 512, 16 structs per byte on top of a million. */
    public static final DecodeLimits DEFAULT = new DecodeLimits(512, 16, 1_000_000);

    public DecodeLimits {
        if (maxValueDepth < 1 || maxValueDepth > MAX_VALUE_DEPTH) {
            throw new IllegalArgumentException("maxValueDepth=" + maxValueDepth + ", allowed=1.." + MAX_VALUE_DEPTH);
        }
        if (structsPerByte < 0 || structsBase < 0) {
            throw new IllegalArgumentException(
                    "structsPerByte=" + structsPerByte + ", structsBase=" + structsBase + ", allowed=0..");
        }
    }

    /** How many structs an update of this many bytes may hold. */
    public long structBudget(int inputBytes) {
        return structsBase + (long) structsPerByte * inputBytes;
    }
}
