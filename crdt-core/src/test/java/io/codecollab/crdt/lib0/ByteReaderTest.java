package io.codecollab.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteReaderTest {

    @Test
    void readsTheRecordedVarUints() {
        Recording recorded = Recording.golden("varUint");

        for (String number : recorded.names()) {
            ByteReader in = new ByteReader(recorded.hex(number));
            assertThat(in.readVarUint()).as(number).isEqualTo(Long.parseLong(number));
            assertThat(in.hasRemaining()).as(number).isFalse();
        }
    }

    @Test
    void readsTheRecordedVarInts() {
        Recording recorded = Recording.golden("varInt");

        for (String number : recorded.names()) {
            ByteReader in = new ByteReader(recorded.hex(number));
            assertThat(in.readVarInt()).as(number).isEqualTo(Long.parseLong(number));
            assertThat(in.lastVarIntNegative()).as(number).isEqualTo(number.startsWith("-"));
            assertThat(in.hasRemaining()).as(number).isFalse();
        }
    }

    /** Near the end of the array numbers are read byte by byte, elsewhere by the word: both must agree. */
    @Test
    void readsTheSameNumberAtEveryDistanceFromTheEnd() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int run = 0; run < 2000; run++) {
            long number = random.nextLong() >>> (11 + random.nextInt(53));
            ByteWriter out = new ByteWriter();
            out.writeVarUint(number);
            for (int padding = 0; padding <= 10; padding++) {
                byte[] bytes = Arrays.copyOf(out.toByteArray(), out.size() + padding);
                Arrays.fill(bytes, out.size(), bytes.length, (byte) random.nextInt());
                ByteReader in = new ByteReader(bytes);

                assertThat(in.readVarUint())
                        .as("seed=%d, number=%d", seed, number)
                        .isEqualTo(number);
                assertThat(in.remaining()).isEqualTo(padding);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8100", "818000", "81808000", "8180808080808080 8000", "81808080808080808000"})
    void acceptsOverlongForms(String hex) {
        byte[] bytes = hex(hex);

        assertThat(new ByteReader(bytes).readVarUint()).isEqualTo(1);
        assertThat(new ByteReader(Arrays.copyOf(bytes, bytes.length + 16)).readVarUint())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8080808080808010", // 2^53
                "ffffffffffffff7f",
                "80808080808080808001",
                "8080808080808080808000", // eleven groups
                "ffffffffffffffffffffff"
            })
    void refusesIntegersThatJavaScriptCannotHold(String hex) {
        byte[] bytes = hex(hex);

        assertRefused(bytes, ByteReader::readVarUint);
        assertRefused(Arrays.copyOf(bytes, bytes.length + 16), ByteReader::readVarUint);
    }

    @Test
    void refusesCountsBeyond31Bits() {
        assertThat(new ByteReader(hex("ffffffff07")).readVarUint31("count")).isEqualTo(Integer.MAX_VALUE);

        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> new ByteReader(hex("8080808008")).readVarUint31("count"))
                .withMessage("count exceeds 2^31-1, offset=0");
    }

    @Test
    void refusesEveryPrefix() {
        ByteWriter out = new ByteWriter();
        out.writeVarUint(ByteReader.MAX_SAFE_INTEGER);
        out.writeVarInt(-ByteReader.MAX_SAFE_INTEGER);
        out.writeFloat32(1);
        out.writeFloat64(1);
        out.writeBigInt64(1);
        out.writeVarString("aé😀");
        out.writeVarBytes(new byte[] {1, 2});
        out.writeUint8(200);
        byte[] whole = out.toByteArray();

        readAll(new ByteReader(whole));
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), ByteReaderTest::readAll);
            ByteReader window = new ByteReader(whole, 0, length);
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> readAll(window));
        }
    }

    private static void readAll(ByteReader in) {
        assertThat(in.readVarUint()).isEqualTo(ByteReader.MAX_SAFE_INTEGER);
        assertThat(in.readVarInt()).isEqualTo(-ByteReader.MAX_SAFE_INTEGER);
        assertThat(in.readFloat32()).isEqualTo(1);
        assertThat(in.readFloat64()).isEqualTo(1);
        assertThat(in.readBigInt64()).isEqualTo(1);
        assertThat(in.readVarString()).isEqualTo("aé😀");
        assertThat(in.readVarBytes()).containsExactly(1, 2);
        assertThat(in.readUint8()).isEqualTo(200);
    }

    /** Each announces gigabytes: an allocation before the check would end this test with an OutOfMemoryError. */
    @ParameterizedTest
    @ValueSource(strings = {"ffffff7a", "ffffffff07", "ffffffffffffff0f", "ffffffff070102"})
    void refusesLengthBombs(String hex) {
        List<Consumer<ByteReader>> reads = List.of(
                ByteReader::readVarBytes,
                ByteReader::readVarString,
                ByteReader::skipVarString,
                ByteReader::skipVarBytes);

        for (Consumer<ByteReader> read : reads) {
            assertRefused(hex(hex), read);
        }
    }

    @Test
    void tellsTheUtf16LengthOfAStringItSkips() {
        ByteWriter out = new ByteWriter();
        out.writeVarString("a😀");
        ByteReader in = new ByteReader(out.toByteArray());

        assertThat(in.skipVarString()).isEqualTo(3);
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void saysWhereTheInputIsWrong() {
        ByteReader in = new ByteReader(hex("0003c328ff"));
        in.skip(1);

        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(in::readVarString)
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo("invalid UTF-8");
                    assertThat(e.offset()).isEqualTo(2);
                });
    }

    @Test
    void recognisesARepeatedNumberByItsBytes() {
        ByteWriter out = new ByteWriter();
        long[] numbers = {7, 7, 2654435769L, 2654435769L, 2654435769L, 7, 0, 0, ByteReader.MAX_SAFE_INTEGER, 5, 5, 5};
        for (long number : numbers) {
            out.writeVarUint(number);
        }
        ByteReader in = new ByteReader(out.toByteArray());
        RepeatingVarUint repeating = new RepeatingVarUint();

        for (long number : numbers) {
            assertThat(repeating.read(in)).isEqualTo(number);
        }
        assertThat(in.hasRemaining()).isFalse();
    }

    private static void assertRefused(byte[] bytes, Consumer<ByteReader> read) {
        assertThatExceptionOfType(DecodeException.class)
                .as(HexFormat.of().formatHex(bytes))
                .isThrownBy(() -> read.accept(new ByteReader(bytes)));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
