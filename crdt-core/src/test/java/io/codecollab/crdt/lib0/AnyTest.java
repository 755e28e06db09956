package io.codecollab.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyTest {

    /** What the names in the recording stand for. */
    private static final Map<String, @Nullable Object> RECORDED = recordedValues();

    private static Map<String, @Nullable Object> recordedValues() {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (String integer :
                List.of("0", "1", "-1", "2147483647", "-2147483647", "2147483648", "-2147483648", "1700000000000")) {
            values.put(integer, Long.valueOf(integer));
        }
        for (String fraction : List.of("1.0", "0.5", "0.1", "-0", "NaN", "Infinity", "-Infinity")) {
            values.put(fraction, Double.valueOf(fraction));
        }
        values.put("undefined", Undefined.UNDEFINED);
        values.put("null", null);
        values.put("true", true);
        values.put("false", false);
        values.put("2^53-1", ByteReader.MAX_SAFE_INTEGER);
        values.put("10n", BigInteger.TEN);
        values.put("-1n", BigInteger.ONE.negate());
        values.put("aé😀", "aé😀");
        values.put("loneHighSurrogate", "\uD83D");
        values.put("[1,\"a\",null]", Arrays.asList(1, "a", null));
        values.put("{b:1,a:2,10:3,2:4}", inOrder("b", 1, "a", 2, "10", 3, "2", 4));
        values.put("bytes 010203", new byte[] {1, 2, 3});
        values.put("Date", Map.of());
        return values;
    }

    private static Map<String, Object> inOrder(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    @Test
    void writesEveryRecordedValue() {
        Recording recorded = Recording.golden("any");
        assertThat(RECORDED.keySet()).isEqualTo(recorded.names());

        for (String name : recorded.names()) {
            assertThat(written(RECORDED.get(name))).as(name).isEqualTo(recorded.hex(name));
        }
    }

    @Test
    void readsAndWritesBackEveryRecordedValue() {
        Recording recorded = Recording.golden("any");

        for (String name : recorded.names()) {
            byte[] bytes = recorded.hex(name);
            assertThat(written(read(bytes))).as(name).isEqualTo(bytes);
            ByteReader in = new ByteReader(bytes);
            Any.skip(in, DecodeLimits.DEFAULT);
            assertThat(in.hasRemaining()).as(name).isFalse();
        }
    }

    @Test
    void refusesEveryPrefixOfEveryRecordedValue() {
        Recording recorded = Recording.golden("any");

        for (String name : recorded.names()) {
            byte[] bytes = recorded.hex(name);
            for (int length = 0; length < bytes.length; length++) {
                assertRefused(Arrays.copyOf(bytes, length));
            }
        }
    }

    @Test
    void writesTheSameBytesForEveryBoxOfANumber() {
        byte[] one = written(1);
        for (Number box : List.of((byte) 1, (short) 1, 1L, 1.0f, 1.0)) {
            assertThat(written(box)).isEqualTo(one);
            assertThat(Any.equal(box, 1)).isTrue();
        }
    }

    @Test
    void refusesIntegersThatOnlyABigintCanHold() {
        assertThatIllegalArgumentException().isThrownBy(() -> written(1L << 53)).withMessageContaining("BigInteger");
        assertThatIllegalArgumentException().isThrownBy(() -> written(Long.MIN_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> written(BigInteger.ONE.shiftLeft(63)));
    }

    @Test
    void refusesWhatJavaScriptDoesNotHave() {
        assertThatIllegalArgumentException().isThrownBy(() -> written(new Object()));
        assertThatIllegalArgumentException().isThrownBy(() -> written(BigDecimal.ONE));
        assertThatIllegalArgumentException().isThrownBy(() -> written(Map.of(1, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> Any.normalize(List.of('c')));
    }

    @Test
    void readsIntegersOfAnyMagnitude() {
        assertThat(read(hex("7d808080808080 01"))).isEqualTo(1L << 41);
    }

    @Test
    void tellsNegativeZeroFromZero() {
        assertThat(read(hex("7d40"))).isEqualTo(-0.0);
        assertThat(read(hex("7d00"))).isEqualTo(0L);
    }

    @Test
    void keepsTheLastOfEqualKeysInTheFirstPlace() {
        Object object = read(hex("7603 0161 7d01 0162 7d02 0161 7d03"));

        assertThat(object).hasToString("{a=3, b=2}");
    }

    @Test
    void ordersOnlyKeysThatSpellAnArrayIndex() {
        Map<String, Object> map =
                inOrder("b", 0, "4294967294", 1, "01", 2, "-1", 3, "4294967295", 4, "0", 5, "9", 6, "10", 7);
        Map<?, ?> normal = (Map<?, ?>) present(Any.normalize(map));

        assertThat(normal.keySet().toString()).isEqualTo("[0, 9, 10, 4294967294, b, 01, -1, 4294967295]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "73", "80", "ff"})
    void refusesUnknownTags(String hex) {
        assertRefused(hex(hex));
    }

    /** Counts that only gigabytes could keep. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "75ffffff7a",
                "76ffffffffffffff0f",
                "74ffffffff07",
                "77ffffffff07",
                "75ffffff7a75ffffff7a75ffffff7a"
            })
    void refusesLengthBombs(String hex) {
        assertRefused(hex(hex));
    }

    @Test
    void refusesValuesNestedTooDeeply() {
        byte[] arrays = nested(100_000, "7501");
        byte[] objects = nested(100_000, "760100");

        assertRefused(arrays);
        assertRefused(objects);
    }

    @Test
    void readsValuesAsDeepAsTheLimitSays() {
        DecodeLimits limits = new DecodeLimits(3, 0, 0);
        byte[] three = hex("7501750175017e");
        byte[] four = hex("75017501750175017e");

        assertThat(Any.read(new ByteReader(three), limits)).isEqualTo(List.of(List.of(Arrays.asList((Object) null))));
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Any.read(new ByteReader(four), limits));
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Any.skip(new ByteReader(four), limits));
    }

    @Test
    void refusesToWriteAListThatContainsItself() {
        List<Object> list = new ArrayList<>();
        list.add(list);

        assertThatIllegalArgumentException().isThrownBy(() -> written(list));
        assertThatIllegalArgumentException().isThrownBy(() -> Any.normalize(list));
    }

    @Test
    void normalizesToWhatWillBeReadBack() {
        Map<String, Object> value =
                inOrder("z", 1, "5", 2.0f, "big", 1700000000000L, "list", List.of((short) 3, -0.0), "half", 0.5f);

        assertThat(Any.normalize(value)).isEqualTo(read(written(value)));
        for (Object recorded : RECORDED.values()) {
            Object normal = Any.normalize(recorded);
            assertThat(written(normal)).isEqualTo(written(recorded));
            if (!(recorded instanceof byte[]) && !"\uD83D".equals(recorded)) {
                assertThat(normal).isEqualTo(read(written(recorded)));
            }
        }
    }

    @Test
    void normalizingCopiesWhatCouldChange() {
        byte[] bytes = {1};
        List<Object> list = new ArrayList<>(List.of(bytes));
        List<?> normal = (List<?>) present(Any.normalize(list));
        list.clear();
        bytes[0] = 2;

        assertThat(normal).hasSize(1);
        assertThat((byte[]) normal.get(0)).containsExactly(1);
    }

    @Test
    void comparesAsJavaScriptDoes() {
        assertThat(Any.equal(inOrder("a", 1, "b", List.of(2)), inOrder("b", List.of(2.0), "a", 1L)))
                .isTrue();
        assertThat(Any.equal(new byte[] {1}, new byte[] {1})).isTrue();
        assertThat(Any.equal(0, -0.0)).isTrue();
        assertThat(Any.equal(null, null)).isTrue();
        assertThat(Any.equal(Undefined.UNDEFINED, Undefined.UNDEFINED)).isTrue();

        assertThat(Any.equal(Double.NaN, Double.NaN)).isFalse();
        assertThat(Any.equal(null, Undefined.UNDEFINED)).isFalse();
        assertThat(Any.equal(1, BigInteger.ONE)).isFalse();
        assertThat(Any.equal(List.of(1), List.of(1, 1))).isFalse();
        assertThat(Any.equal(Map.of("a", 1), Map.of("b", 1))).isFalse();
        assertThat(Any.equal(Map.of("a", Undefined.UNDEFINED), Map.of("b", Undefined.UNDEFINED)))
                .isFalse();
        assertThat(Any.equal("1", 1)).isFalse();
    }

    private static byte[] nested(int depth, String levelHex) {
        byte[] level = hex(levelHex);
        ByteWriter out = new ByteWriter();
        for (int i = 0; i < depth; i++) {
            out.writeBytes(level, 0, level.length);
        }
        out.writeUint8(0x7e);
        return out.toByteArray();
    }

    private static byte[] written(@Nullable Object value) {
        ByteWriter out = new ByteWriter();
        Any.write(out, value);
        return out.toByteArray();
    }

    private static @Nullable Object read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        Object value = Any.read(in, DecodeLimits.DEFAULT);
        assertThat(in.hasRemaining()).isFalse();
        return value;
    }

    private static void assertRefused(byte[] bytes) {
        String name = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 20));
        assertThatExceptionOfType(DecodeException.class)
                .as(name)
                .isThrownBy(() -> Any.read(new ByteReader(bytes), DecodeLimits.DEFAULT));
        assertThatExceptionOfType(DecodeException.class)
                .as(name)
                .isThrownBy(() -> Any.skip(new ByteReader(bytes), DecodeLimits.DEFAULT));
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new AssertionError("null");
        }
        return value;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
