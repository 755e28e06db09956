package io.codecollab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small updates that ask for much: refused soon, and without an allocation that the heap of the tests could not hold.
 */
class UpdateBombsTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final long HUGE = ByteReader.MAX_SAFE_INTEGER;

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static void assertRefused(UpdateFormat format, byte[] update) {
        assertTimeoutPreemptively(
                SOON,
                () -> assertThatExceptionOfType(DecodeException.class)
                        .isThrownBy(() -> readAll(format.cursor(update))));
    }

    private static void readAll(UpdateCursor cursor) {
        while (cursor.next()) {
            assert cursor.length > 0;
        }
        cursor.readDeleteSet();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffff7a", // sections
                "ffffffff07",
                "01 ffffffff07 01 00", // structs
                "01 01 01 00 08 01 01 74 ffffffff07 7e", // values
                "01 01 01 00 02 01 01 74 ffffffff07 01 31", // JSON values
                "01 01 01 00 03 01 01 74 ffffffff07 00", // bytes
                "01 01 01 00 04 01 01 74 ffffffff07 61", // text
                "01 01 01 00 04 01 ffffffff07 74", // root name
                "01 01 01 00 09 01 01 74 ffffffff07 67", // guid
                "00 ffffffff07", // deleting clients
                "00 01 01 ffffffff07 00 01" // deleted ranges
            })
    void refusesCountsBeyondTheInput(String update) {
        assertRefused(UpdateFormat.V1, hex(update));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 ffffff7a", // a column
                "00 00 00 00 00 00 07 ffffffff07 6161 00 00 00 00", // the string column's text
                "00 00 00 00 00 00 01 00 00 00 00 ffffffff07", // sections
            })
    void refusesColumnsBeyondTheInput(String update) {
        assertRefused(UpdateFormat.V2, hex(update));
    }

    /** One struct after another from columns that repeat for ever (yjs #687). */
    @Test
    void refusesEndlessStructs() {
        assertRefused(UpdateFormat.V2, v2(0x04, endless(0), 1, 0)); // texts of length 0
        assertRefused(UpdateFormat.V2, v2(0x00, endless(0), 1, 0)); // GCs of length 0
        assertRefused(UpdateFormat.V2, v2(0x00, endless(1), 1, 0)); // GCs of length 1
        assertRefused(UpdateFormat.V2, v2(0x01, endless(1), 1, 0)); // deleted content
    }

    @Test
    void readsAsManyStructsAsTheBudgetAllows() {
        byte[] update = v2(0x00, endless(1), 1000, 0);
        assertThat(Updates.decodeUpdateV2(update).structs()).hasSize(1000);

        UpdateCursor cursor = UpdateCursor.v2(update, new DecodeLimits(1, 0, 999));
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> readAll(cursor))
                .withMessageContaining("too many structs");
    }

    @Test
    void refusesClocksBeyond31Bits() {
        assertRefused(UpdateFormat.V1, hex("01 01 01 ffffffff07 00 01 00"));
        assertRefused(UpdateFormat.V1, hex("01 02 01 00 00 ffffffff07 00 01 00"));
        assertRefused(UpdateFormat.V1, hex("01 01 01 00 00 808080808020 00"));
        assertRefused(UpdateFormat.V1, hex("01 01 01 ffffffff07 04 01 01 74 01 61 00"));
        assertRefused(UpdateFormat.V1, hex("00 01 01 01 ffffffff07 01"));
        assertRefused(UpdateFormat.V2, v2(0x00, endless(Integer.MAX_VALUE), 2, 0));
        assertRefused(UpdateFormat.V2, v2(0x00, endless(1L << 40), 1, 0));
        assertRefused(UpdateFormat.V2, v2(0x00, endless(1), 1, Integer.MAX_VALUE));
    }

    @Test
    void readsTheLargestClock() {
        byte[] update = hex("01 01 01 00 00 ffffffff07 00");

        assertThat(Updates.parseUpdateMeta(update).to().get(1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void refusesDeepValues() {
        ByteWriter any = new ByteWriter();
        any.writeBytes(hex("01 01 01 00 08 01 01 74 01"), 0, 9);
        ByteWriter json = new ByteWriter();
        json.writeBytes(hex("01 01 01 00 05 01 01 74"), 0, 8);
        json.writeVarUint(100_000);
        for (int depth = 0; depth < 100_000; depth++) {
            any.writeUint8(117);
            any.writeUint8(1);
            json.writeUint8('[');
        }

        assertRefused(UpdateFormat.V1, any.toByteArray());
        assertRefused(UpdateFormat.V1, json.toByteArray());
    }

    /**
     * An update in format V2 with one section of client 1 whose structs have one info byte and lengths from one column.
     */
    private static byte[] v2(int info, byte[] lengths, int structs, int clock) {
        ByteWriter out = new ByteWriter();
        out.writeVarUint(0);
        out.writeVarUint(0); // key clocks
        out.writeVarBytes(endless(1)); // clients
        out.writeVarUint(0); // left clocks
        out.writeVarUint(0); // right clocks
        out.writeVarBytes(new byte[] {(byte) info});
        ByteWriter strings = new ByteWriter();
        strings.writeVarUint(0);
        byte[] noLengths = endless(0);
        strings.writeBytes(noLengths, 0, noLengths.length);
        out.writeVarBytes(strings);
        out.writeVarBytes(new byte[] {1}); // parent infos: root names
        out.writeVarUint(0); // type refs
        out.writeVarBytes(lengths);
        out.writeVarUint(1);
        out.writeVarUint(structs == 1 ? Integer.MAX_VALUE : structs);
        out.writeVarUint(clock);
        out.writeVarUint(0);
        return out.toByteArray();
    }

    /** A column that gives one value 2^53 times. */
    private static byte[] endless(long value) {
        ByteWriter out = new ByteWriter();
        out.writeVarInt(value, true);
        out.writeVarUint(HUGE);
        return out.toByteArray();
    }

    @Test
    void refusesThemInEveryUtility() {
        byte[] endless = v2(0x00, endless(1), 1, 0);

        assertTimeoutPreemptively(SOON, () -> {
            List<Runnable> uses = List.of(
                    () -> Updates.mergeUpdatesV2(List.of(endless, endless)),
                    () -> Updates.diffUpdateV2(endless, new byte[] {0}),
                    () -> Updates.encodeStateVectorFromUpdateV2(endless),
                    () -> Updates.parseUpdateMetaV2(endless),
                    () -> Updates.convertUpdateFormatV2ToV1(endless),
                    () -> Updates.obfuscateUpdateV2(endless));
            for (Runnable use : uses) {
                assertThatExceptionOfType(DecodeException.class).isThrownBy(use::run);
            }
        });
    }
}
