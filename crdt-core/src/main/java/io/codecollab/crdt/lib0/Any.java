package io.codecollab.crdt.lib0;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as lib0's {@code any} encodes them: one tag byte, then the payload.
 *
 * <p>What JavaScript has and how it looks in Java:
 *
 * <pre>
 *   undefined        {@link Undefined#UNDEFINED}
 *   null             null
 *   boolean          Boolean
 *   number           Long when it came as an integer, else Double (also -0); writers take any boxed Java number
 *   bigint           BigInteger of 64 bits
 *   string           String
 *   Uint8Array       byte[]
 *   array            List
 *   object           Map with String keys, in the order of the bytes
 * </pre>
 *
 * Stateless, thread-safe.
 */
public final class Any {

    private static final int UNDEFINED = 127;
    private static final int NULL = 126;
    private static final int INTEGER = 125;
    private static final int FLOAT32 = 124;
    private static final int FLOAT64 = 123;
    private static final int BIGINT = 122;
    private static final int FALSE = 121;
    private static final int TRUE = 120;
    private static final int STRING = 119;
    private static final int OBJECT = 118;
    private static final int ARRAY = 117;
    private static final int BYTES = 116;

    private Any() {}

    /**
     * Writes a value. Objects are written in JavaScript's property order whatever the order of the map.
     *
     * @throws IllegalArgumentException when the value, or one inside it, has no JavaScript counterpart, is an integer
     *     beyond 2^53-1 that is no {@code BigInteger}, or nests deeper than {@link DecodeLimits#MAX_VALUE_DEPTH}
     */
    public static void write(ByteWriter out, @Nullable Object value) {
        write(out, value, DecodeLimits.MAX_VALUE_DEPTH);
    }

    private static void write(ByteWriter out, @Nullable Object value, int depthLeft) {
        if (value == null) {
            out.writeUint8(NULL);
        } else if (value instanceof String text) {
            out.writeUint8(STRING);
            out.writeVarString(text);
        } else if (value instanceof Boolean flag) {
            out.writeUint8(flag ? TRUE : FALSE);
        } else if (value instanceof BigInteger integer) {
            out.writeUint8(BIGINT);
            out.writeBigInt64(JsNumber.bigInt64(integer));
        } else if (value instanceof Number number) {
            writeNumber(out, JsNumber.doubleValue(number));
        } else if (value instanceof Map<?, ?> map) {
            int depthInside = JsNumber.descend(depthLeft);
            out.writeUint8(OBJECT);
            out.writeVarUint(map.size());
            for (Map.Entry<String, ?> property : PropertyOrder.entries(map)) {
                out.writeVarString(property.getKey());
                write(out, property.getValue(), depthInside);
            }
        } else if (value instanceof List<?> list) {
            int depthInside = JsNumber.descend(depthLeft);
            out.writeUint8(ARRAY);
            out.writeVarUint(list.size());
            for (Object element : list) {
                write(out, element, depthInside);
            }
        } else if (value instanceof byte[] bytes) {
            out.writeUint8(BYTES);
            out.writeVarBytes(bytes);
        } else if (value == Undefined.UNDEFINED) {
            out.writeUint8(UNDEFINED);
        } else {
            throw unsupported(value);
        }
    }

    /** The smallest of three forms that keeps the number exactly; NaN, equal to nothing, takes the widest. */
    private static void writeNumber(ByteWriter out, double number) {
        if (JsNumber.isInt31(number)) {
            out.writeUint8(INTEGER);
            out.writeVarInt((long) Math.abs(number), JsNumber.isNegative(number));
        } else if ((float) number == number) {
            out.writeUint8(FLOAT32);
            out.writeFloat32((float) number);
        } else {
            out.writeUint8(FLOAT64);
            out.writeFloat64(number);
        }
    }

    /**
     * Reads a value.
     *
     * @throws DecodeException when the bytes are no value or nest deeper than the limit
     */
    public static @Nullable Object read(ByteReader in, DecodeLimits limits) {
        return read(in, limits.maxValueDepth());
    }

    private static @Nullable Object read(ByteReader in, int depthLeft) {
        int tag = in.readUint8();
        return switch (tag) {
            case UNDEFINED -> Undefined.UNDEFINED;
            case NULL -> null;
            case INTEGER -> readInteger(in);
            case FLOAT32 -> (double) in.readFloat32();
            case FLOAT64 -> in.readFloat64();
            case BIGINT -> BigInteger.valueOf(in.readBigInt64());
            case FALSE -> false;
            case TRUE -> true;
            case STRING -> in.readVarString();
            case OBJECT -> readObject(in, descend(in, depthLeft));
            case ARRAY -> readArray(in, descend(in, depthLeft));
            case BYTES -> in.readVarBytes();
            default -> throw unknownTag(in, tag);
        };
    }

    private static Object readInteger(ByteReader in) {
        long integer = in.readVarInt();
        if (integer == 0 && in.lastVarIntNegative()) {
            return -0.0;
        }
        return integer;
    }

    private static Map<String, @Nullable Object> readObject(ByteReader in, int depthLeft) {
        long count = in.readVarUint();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String key = in.readVarString();
            object.put(key, read(in, depthLeft));
        }
        return object;
    }

    private static List<@Nullable Object> readArray(ByteReader in, int depthLeft) {
        long count = in.readVarUint();
        List<@Nullable Object> array = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            array.add(read(in, depthLeft));
        }
        return array;
    }

    /**
     * Moves over a value and checks it as {@link #read} would, without building anything.
     *
     * @throws DecodeException when the bytes are no value or nest deeper than the limit
     */
    public static void skip(ByteReader in, DecodeLimits limits) {
        skip(in, limits.maxValueDepth());
    }

    private static void skip(ByteReader in, int depthLeft) {
        int tag = in.readUint8();
        switch (tag) {
            case UNDEFINED, NULL, FALSE, TRUE -> {}
            case INTEGER -> in.readVarInt();
            case FLOAT32 -> in.skip(Float.BYTES);
            case FLOAT64, BIGINT -> in.skip(Long.BYTES);
            case STRING -> in.skipVarString();
            case OBJECT -> {
                int depthInside = descend(in, depthLeft);
                for (long left = in.readVarUint(); left > 0; left--) {
                    in.skipVarString();
                    skip(in, depthInside);
                }
            }
            case ARRAY -> {
                int depthInside = descend(in, depthLeft);
                for (long left = in.readVarUint(); left > 0; left--) {
                    skip(in, depthInside);
                }
            }
            case BYTES -> in.skipVarBytes();
            default -> throw unknownTag(in, tag);
        }
    }

    private static int descend(ByteReader in, int depthLeft) {
        if (depthLeft == 0) {
            throw new DecodeException("value nested too deeply", in.position() - 1);
        }
        return depthLeft - 1;
    }

    private static DecodeException unknownTag(ByteReader in, int tag) {
        return new DecodeException("unknown value tag=" + tag, in.position() - 1);
    }

    /**
     * Deep equality as lib0's {@code equalityDeep} has it: numbers by value whatever their Java type, NaN equal to
     * nothing, properties in any order, a bigint never equal to a number.
     */
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        if (a instanceof BigInteger || b instanceof BigInteger) {
            return a.equals(b);
        }
        if (a instanceof Number left && b instanceof Number right) {
            return JsNumber.doubleValue(left) == JsNumber.doubleValue(right);
        }
        if (a instanceof byte[] left && b instanceof byte[] right) {
            return Arrays.equals(left, right);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return equalLists(left, right);
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return equalMaps(left, right);
        }
        return a.equals(b);
    }

    private static boolean equalLists(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Map<?, ?> a, Map<?, ?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : a.entrySet()) {
            Object key = entry.getKey();
            if (!b.containsKey(key) || !equal(entry.getValue(), b.get(key))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The value every replica will read once this one was written: numbers in their decoded form, arrays and objects
     * copied (unmodifiable, properties in JavaScript's order), byte arrays copied.
     *
     * @throws IllegalArgumentException as {@link #write}
     */
    public static @Nullable Object normalize(@Nullable Object value) {
        return normalize(value, DecodeLimits.MAX_VALUE_DEPTH);
    }

    private static @Nullable Object normalize(@Nullable Object value, int depthLeft) {
        if (value == null || value instanceof String || value instanceof Boolean || value == Undefined.UNDEFINED) {
            return value;
        }
        if (value instanceof BigInteger integer) {
            return BigInteger.valueOf(JsNumber.bigInt64(integer));
        }
        if (value instanceof Number boxed) {
            double number = JsNumber.doubleValue(boxed);
            boolean integer = JsNumber.isInt31(number) && !(number == 0 && JsNumber.isNegative(number));
            return integer ? (Object) (long) number : (Object) number;
        }
        if (value instanceof Map<?, ?> map) {
            int depthInside = JsNumber.descend(depthLeft);
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (Map.Entry<String, ?> property : PropertyOrder.entries(map)) {
                object.put(property.getKey(), normalize(property.getValue(), depthInside));
            }
            return Collections.unmodifiableMap(object);
        }
        if (value instanceof List<?> list) {
            int depthInside = JsNumber.descend(depthLeft);
            List<@Nullable Object> array = new ArrayList<>(list.size());
            for (Object element : list) {
                array.add(normalize(element, depthInside));
            }
            return Collections.unmodifiableList(array);
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw unsupported(value);
    }

    private static IllegalArgumentException unsupported(Object value) {
        return new IllegalArgumentException("type=" + value.getClass().getName()
                + ", allowed=null, Undefined, Boolean, Number, BigInteger, String, byte[], List, Map");
    }
}
