package io.codecollab.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The columns of update format V2. */
class ColumnsTest {

    private static final long MAX = ByteReader.MAX_SAFE_INTEGER;

    @Test
    void writesAndReadsTheRecordedRleColumn() {
        byte[] recorded = Recording.golden("rle").hex("Rle[1,1,1,7]");
        RleEncoder out = new RleEncoder();
        int[] values = {1, 1, 1, 7};
        for (int value : values) {
            out.write(value);
        }
        assertThat(out.finish().toByteArray()).isEqualTo(recorded);

        RleDecoder in = new RleDecoder(recorded, 0, recorded.length);
        for (int value : values) {
            assertThat(in.read()).isEqualTo(value);
        }
    }

    @Test
    void repeatsTheLastRleRunForever() {
        RleDecoder in = new RleDecoder(new byte[] {5}, 0, 1);

        for (int i = 0; i < 100_000; i++) {
            assertThat(in.read()).isEqualTo(5);
        }
    }

    @Test
    void writesAndReadsTheRecordedUintOptRleColumns() {
        checkUints("UintOptRle[1,2,3,3,3,0,0,64]", 1, 2, 3, 3, 3, 0, 0, 64);
        checkUints("UintOptRle[0]", 0);
        checkUints("UintOptRle[0,0]", 0, 0);
        checkUints("UintOptRle[2^53-1]x2", MAX, MAX);
    }

    private static void checkUints(String name, long... values) {
        byte[] recorded = Recording.golden("rle").hex(name);
        assertThat(uints(values)).as(name).isEqualTo(recorded);
        UintOptRleDecoder in = new UintOptRleDecoder(recorded, 0, recorded.length);
        for (long value : values) {
            assertThat(in.read()).as(name).isEqualTo(value);
        }
        assertThatExceptionOfType(DecodeException.class).isThrownBy(in::read);
    }

    private static byte[] uints(long... values) {
        UintOptRleEncoder out = new UintOptRleEncoder();
        LongStream.of(values).forEach(out::write);
        return out.finish().toByteArray();
    }

    @Test
    void writesAndReadsTheRecordedIntDiffOptRleColumns() {
        checkDifferences("IntDiffOptRle[1,2,3,2]", 1, 2, 3, 2);
        checkDifferences("IntDiffOptRle[0,0,0,10,5,0]", 0, 0, 0, 10, 5, 0);
        checkDifferences("IntDiffOptRle[5,2,-1]-like[9,6,3]", 9, 6, 3);
    }

    private static void checkDifferences(String name, long... values) {
        byte[] recorded = Recording.golden("rle").hex(name);
        assertThat(differences(values)).as(name).isEqualTo(recorded);
        IntDiffOptRleDecoder in = new IntDiffOptRleDecoder(recorded, 0, recorded.length);
        for (long value : values) {
            assertThat(in.read()).as(name).isEqualTo(value);
        }
        assertThatExceptionOfType(DecodeException.class).isThrownBy(in::read);
    }

    private static byte[] differences(long... values) {
        IntDiffOptRleEncoder out = new IntDiffOptRleEncoder();
        LongStream.of(values).forEach(out::write);
        return out.finish().toByteArray();
    }

    @Test
    void writesAndReadsTheRecordedStringColumn() {
        byte[] recorded = Recording.golden("rle").hex("String[ab,\"\",U+1F600,c]");
        String[] strings = {"ab", "", "😀", "c"};
        StringColumnEncoder out = new StringColumnEncoder();
        for (String string : strings) {
            out.write(string);
        }
        assertThat(out.finish().toByteArray()).isEqualTo(recorded);

        StringColumnDecoder in = new StringColumnDecoder(recorded, 0, recorded.length);
        for (String string : strings) {
            assertThat(in.read()).isEqualTo(string);
        }
        assertThatExceptionOfType(DecodeException.class).isThrownBy(in::read);
    }

    @Test
    void readsBackRandomColumns() {
        long seed = 99;
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            long[] values = new long[random.nextInt(40)];
            for (int i = 0; i < values.length; i++) {
                boolean repeats = i > 0 && random.nextBoolean();
                values[i] =
                        repeats ? values[i - 1] : random.nextInt(5) == 0 ? random.nextInt(1 << 30) : random.nextInt(3);
            }
            byte[] uints = uints(values);
            byte[] differences = differences(values);
            UintOptRleDecoder uintsIn = new UintOptRleDecoder(uints, 0, uints.length);
            IntDiffOptRleDecoder differencesIn = new IntDiffOptRleDecoder(differences, 0, differences.length);

            for (long value : values) {
                assertThat(uintsIn.readInt31("value"))
                        .as("seed=%d, run=%d", seed, run)
                        .isEqualTo((int) value);
                assertThat(differencesIn.readInt31("value"))
                        .as("seed=%d, run=%d", seed, run)
                        .isEqualTo((int) value);
            }
        }
    }

    /** However a text is cut into pieces, and whatever the pieces are made of, the column is the same. */
    @Test
    void joinsPiecesBeforeItEncodesThem() {
        String text = "aé\uD83D\uDE00z\uD83D";
        StringColumnEncoder whole = new StringColumnEncoder();
        whole.write(text);
        byte[] expected = whole.finish().toByteArray();

        for (int cut = 0; cut <= text.length(); cut++) {
            StringColumnEncoder pieces = new StringColumnEncoder();
            pieces.start(text.length());
            pieces.append(text.toCharArray(), 0, cut);
            pieces.append(text.toCharArray(), cut, text.length());
            assertThat(pieces.finish().toByteArray()).as("cut=%d", cut).isEqualTo(expected);
        }
    }

    @Test
    void joinsSurrogatesAcrossStrings() {
        StringColumnEncoder out = new StringColumnEncoder();
        out.write("a\uD83D");
        out.write("");
        out.write("\uDE00b");
        byte[] column = out.finish().toByteArray();
        StringColumnDecoder in = new StringColumnDecoder(column, 0, column.length);

        assertThat(column).isEqualTo(HexFormat.of().parseHex("0661f09f988062020002"));
        assertThat(in.read()).isEqualTo("a\uD83D");
        assertThat(in.read()).isEmpty();
        assertThat(in.read()).isEqualTo("\uDE00b");
    }

    @Test
    void replacesASurrogateThatNeverFindsItsHalf() {
        StringColumnEncoder out = new StringColumnEncoder();
        out.write("\uD83D");
        out.start(2);
        out.appendLatin1(new byte[] {'x', (byte) 0xE9}, 0, 2);
        out.start(1);
        out.appendUtf8("中".getBytes(StandardCharsets.UTF_8), 0, 3);
        byte[] column = out.finish().toByteArray();
        StringColumnDecoder in = new StringColumnDecoder(column, 0, column.length);

        assertThat(in.read()).isEqualTo("\uFFFD");
        assertThat(in.read()).isEqualTo("xé");
        assertThat(in.read()).isEqualTo("中");
    }

    @Test
    void refusesValuesBeyond31BitsWhereIntsAreAsked() {
        byte[] uints = uints(1L << 31);
        byte[] differences = differences(5, -1);
        IntDiffOptRleDecoder negative = new IntDiffOptRleDecoder(differences, 0, differences.length);

        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> new UintOptRleDecoder(uints, 0, uints.length).readInt31("clock"));
        assertThat(negative.readInt31("clock")).isEqualTo(5);
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> negative.readInt31("clock"));
    }

    @Test
    void refusesDifferencesThatAddUpBeyondWhatIsSafe() {
        ByteWriter out = new ByteWriter();
        out.writeVarInt(MAX);
        out.writeVarUint(1000);
        byte[] column = out.toByteArray();
        IntDiffOptRleDecoder in = new IntDiffOptRleDecoder(column, 0, column.length);

        assertThat(in.read()).isEqualTo(MAX >> 1);
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> {
            in.read();
            in.read();
        });
    }

    @Test
    void writingManyValuesAtOnceIsWritingEach() {
        long seed = System.nanoTime();
        System.out.println("ColumnsTest seed=" + seed);
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            long[] values = mixedValues(random);

            checkManyAtOnce(values, random);
        }
    }

    /** Short and long ones, runs, steps of equal size: what makes a column begin something new. */
    private static long[] mixedValues(Random random) {
        long[] values = new long[1 + random.nextInt(600)];
        long value = 0;
        long step = 0;
        for (int i = 0; i < values.length; i++) {
            switch (random.nextInt(5)) {
                case 0 -> value = random.nextLong(1L << (1 + random.nextInt(52)));
                case 1 -> step = random.nextLong(300) - 150;
                case 2 -> value = Math.max(0, value + step);
                default -> {} // once more
            }
            values[i] = value;
        }
        return values;
    }

    private static void checkManyAtOnce(long[] values, Random random) {
        byte[] lowBytes = new byte[values.length];
        RleEncoder bytes = new RleEncoder();
        UintOptRleEncoder uints = new UintOptRleEncoder();
        IntDiffOptRleEncoder differences = new IntDiffOptRleEncoder();
        RleEncoder expectedBytes = new RleEncoder();
        for (int i = 0; i < values.length; i++) {
            lowBytes[i] = (byte) values[i];
            expectedBytes.write((int) values[i] & 0xff);
        }
        for (int from = 0; from < values.length; ) {
            int size = Math.min(values.length - from, random.nextInt(100));
            bytes.writeAll(Arrays.copyOfRange(lowBytes, from, from + size), size);
            uints.writeAll(Arrays.copyOfRange(values, from, from + size), size);
            differences.writeAll(Arrays.copyOfRange(values, from, from + size), size);
            from += size;
        }
        assertThat(bytes.finish().toByteArray())
                .isEqualTo(expectedBytes.finish().toByteArray());
        assertThat(uints.finish().toByteArray()).isEqualTo(uints(values));
        assertThat(differences.finish().toByteArray()).isEqualTo(differences(values));
    }
}
