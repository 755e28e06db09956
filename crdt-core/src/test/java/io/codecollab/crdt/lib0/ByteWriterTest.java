package io.codecollab.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteWriterTest {

    @Test
    void writesTheRecordedVarUints() {
        Recording recorded = Recording.golden("varUint");

        for (String number : recorded.names()) {
            ByteWriter out = new ByteWriter(0);
            out.writeVarUint(Long.parseLong(number));
            assertThat(out.toByteArray()).as(number).isEqualTo(recorded.hex(number));
        }
    }

    @Test
    void writesTheRecordedVarInts() {
        Recording recorded = Recording.golden("varInt");

        for (String number : recorded.names()) {
            ByteWriter out = new ByteWriter(0);
            if (number.equals("-0")) {
                out.writeVarInt(0, true);
            } else {
                out.writeVarInt(Long.parseLong(number));
            }
            assertThat(out.toByteArray()).as(number).isEqualTo(recorded.hex(number));
        }
    }

    @Test
    void writesWhatIsReadBackAroundEveryPowerOfTwo() {
        for (int shift = 0; shift <= 53; shift++) {
            for (long number = (1L << shift) - 2; number <= (1L << shift) + 1; number++) {
                if (number >= 0 && number <= ByteReader.MAX_SAFE_INTEGER) {
                    ByteWriter out = new ByteWriter();
                    out.writeVarUint(number);
                    out.writeVarInt(number);
                    out.writeVarInt(-number);
                    ByteReader in = new ByteReader(out.toByteArray());

                    assertThat(in.readVarUint()).isEqualTo(number);
                    assertThat(in.readVarInt()).isEqualTo(number);
                    assertThat(in.readVarInt()).isEqualTo(-number);
                    assertThat(in.hasRemaining()).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -(1L << 53), 1L << 53, Long.MAX_VALUE})
    void refusesIntegersThatJavaScriptCannotHold(long number) {
        ByteWriter out = new ByteWriter();

        assertThatIllegalArgumentException().isThrownBy(() -> out.writeVarInt(number));
        assertThatIllegalArgumentException().isThrownBy(() -> out.writeVarUint(number));
        assertThat(out.size()).isZero();
    }

    @Test
    void refusesNegativeVarUints() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteWriter().writeVarUint(-1));
    }

    @Test
    void writesFixedWidthsBigEndian() {
        ByteWriter out = new ByteWriter(0);
        out.writeFloat32(0.5f);
        out.writeFloat64(0.1);
        out.writeBigInt64(-1);
        out.writeUint8(0x1ff);

        assertThat(out.toByteArray()).asHexString().isEqualTo("3F0000003FB999999999999AFFFFFFFFFFFFFFFFFF");
    }

    @Test
    void writesEveryNanAsTheCanonicalOne() {
        ByteWriter out = new ByteWriter();
        out.writeFloat64(Double.longBitsToDouble(0x7FF8000000000001L));

        assertThat(out.toByteArray()).asHexString().isEqualTo("7FF8000000000000");
    }

    @Test
    void keepsWhatWasWrittenWhenItGrows() {
        ByteWriter out = new ByteWriter(1);
        for (int i = 0; i < 1000; i++) {
            out.writeUint8(i);
        }
        byte[] bytes = out.toByteArray();

        assertThat(bytes).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(bytes[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void canBeCutBackAndUsedAgain() {
        ByteWriter out = new ByteWriter();
        out.writeVarString("abc");
        out.position(2);
        assertThat(out.toByteArray()).containsExactly(3, 'a');
        out.reset();
        out.writeUint8(9);

        assertThat(out.toByteArray()).containsExactly(9);
    }

    @Test
    void joinsWriters() {
        ByteWriter inner = new ByteWriter();
        inner.writeUint8(1);
        ByteWriter out = new ByteWriter();
        out.writeVarBytes(inner);
        out.writeBytes(inner);
        out.writeVarBytes(new byte[] {5, 6});

        assertThat(out.toByteArray()).containsExactly(1, 1, 1, 2, 5, 6);
    }
}
