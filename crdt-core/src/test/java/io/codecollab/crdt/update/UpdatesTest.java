package io.codecollab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UpdatesTest {

    private static final byte[] EMPTY_V1 = {0, 0};
    private static final byte[] EMPTY_V2 = hex("00 00 00 00 00 00 01 00 00 00 00 00 00");

    @Test
    void knowsTheEmptyUpdate() {
        assertThat(Updates.mergeUpdates(List.of())).isEqualTo(EMPTY_V1);
        assertThat(Updates.mergeUpdatesV2(List.of())).isEqualTo(EMPTY_V2);
        assertThat(Updates.mergeUpdates(List.of(EMPTY_V1, EMPTY_V1))).isEqualTo(EMPTY_V1);
        assertThat(Updates.convertUpdateFormatV1ToV2(EMPTY_V1)).isEqualTo(EMPTY_V2);
        assertThat(Updates.convertUpdateFormatV2ToV1(EMPTY_V2)).isEqualTo(EMPTY_V1);
        assertThat(Updates.encodeStateVectorFromUpdate(EMPTY_V1)).containsExactly(0);
        assertThat(Updates.parseUpdateMeta(EMPTY_V1).from().isEmpty()).isTrue();
        assertThat(Updates.isEmptyUpdate(EMPTY_V1)).isTrue();
        assertThat(Updates.isEmptyUpdateV2(EMPTY_V2)).isTrue();
    }

    @Test
    void tellsUpdatesThatOnlyDeleteFromEmptyOnes() {
        byte[] deletes = hex("00 01 05 02 00 01 02 02");

        assertThat(Updates.isEmptyUpdate(deletes)).isFalse();
        assertThat(Updates.isEmptyUpdateV2(Updates.convertUpdateFormatV1ToV2(deletes)))
                .isFalse();
        assertThat(Updates.isEmptyUpdate(text(1, 0, "a"))).isFalse();
    }

    @Test
    void refusesWhatIsNoUpdate() {
        for (byte[] bytes : List.of(new byte[0], new byte[1], hex("01"))) {
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Updates.decodeUpdate(bytes));
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Updates.isEmptyUpdate(bytes));
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> Updates.mergeUpdates(List.of(EMPTY_V1, bytes)));
        }
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Updates.diffUpdate(EMPTY_V1, new byte[0]));
    }

    @Test
    void returnsTheOnlyUpdateItself() {
        byte[] update = text(1, 0, "a");

        assertThat(Updates.mergeUpdates(List.of(update))).isSameAs(update);
        assertThat(Updates.mergeUpdatesV2(List.of(update))).isSameAs(update);
    }

    @Test
    void keepsTheWholeDeleteSetInADiff() {
        byte[] update = hex("01 01 05 00 04 01 01 74 01 61  01 05 01 00 01");

        assertThat(Updates.diffUpdate(update, hex("01 05 01"))).isEqualTo(hex("00 01 05 01 00 01"));
    }

    @Test
    void cutsASurrogatePairAsYjsDoes() {
        byte[] update = text(5, 0, "a😀b");

        assertThat(contents(Updates.diffUpdate(update, hex("01 05 01")))).containsExactly("😀b");
        assertThat(contents(Updates.diffUpdate(update, hex("01 05 02")))).containsExactly("\uFFFDb");
        assertThat(contents(Updates.diffUpdate(update, hex("01 05 03")))).containsExactly("b");
        byte[] v2 = Updates.diffUpdateV2(Updates.convertUpdateFormatV1ToV2(update), hex("01 05 02"));
        assertThat(contents(Updates.convertUpdateFormatV2ToV1(v2))).containsExactly("\uFFFDb");
    }

    private static List<Object> contents(byte[] update) {
        List<Object> contents = new ArrayList<>();
        for (DecodedUpdate.Struct struct : Updates.decodeUpdate(update).structs()) {
            contents.add(String.valueOf(struct.content()));
        }
        return contents;
    }

    /** Ten thousand clients with one struct each, in any order: a sort per step would take minutes (yjs #710). */
    @Test
    void mergesTenThousandClientsInNoTime() {
        List<byte[]> updates = new ArrayList<>();
        for (int client = 0; client < 10_000; client++) {
            updates.add(text(client, 0, "abc"));
        }
        Collections.shuffle(updates, new Random(1));

        byte[] merged = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Updates.mergeUpdates(updates));
        assertThat(Updates.parseUpdateMeta(merged).to().size()).isEqualTo(10_000);
        assertThat(Updates.decodeUpdate(merged).structs().get(0).id().client()).isEqualTo(9_999);
    }

    /** Yjs loses structs here: its merge takes it for granted that clients descend. */
    @Test
    void mergesUpdatesWithSectionsInAnyOrder() {
        byte[] ascending = hex("03  01 05 00 04 01 01 74 01 61  01 07 00 04 01 01 74 01 62  01 05 01 84 05 00 01 63"
                + "01 05 01 00 01");
        byte[] other = hex("02  01 09 00 04 01 01 74 01 64  01 06 00 04 01 01 74 01 65  00");

        byte[] merged = Updates.mergeUpdates(List.of(ascending, other));
        assertThat(Updates.decodeUpdate(merged).structs())
                .extracting(struct -> struct.id() + "=" + struct.content())
                .containsExactly("9:0=d", "7:0=b", "6:0=e", "5:0=a", "5:1=c");
        assertThat(Updates.decodeUpdate(merged).deleteSet()).hasToString("{5=[0,1)}");

        byte[] v2 = Updates.mergeUpdatesV2(
                List.of(Updates.convertUpdateFormatV1ToV2(ascending), Updates.convertUpdateFormatV1ToV2(other)));
        assertThat(v2).isEqualTo(Updates.convertUpdateFormatV1ToV2(merged));
    }

    /**
     * What starts with a hole is not known from its start; Yjs counts the hole in when it is the first struct of all.
     */
    @Test
    void doesNotCountALeadingSkipIntoTheStateVector() {
        byte[] update = hex("01 02 05 00 0a 03 84 06 00 01 61 00");

        assertThat(Updates.encodeStateVectorFromUpdate(update)).containsExactly(0);
    }

    @Test
    void refusesToConvertWhatJsonCannotSay() {
        byte[] undefined = embedV2("7f");
        byte[] bigint = embedV2("75017a0000000000000001");
        byte[] bytes = embedV2("74020102");

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Updates.convertUpdateFormatV2ToV1(undefined));
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Updates.convertUpdateFormatV2ToV1(bigint));
        assertThat(new String(Updates.convertUpdateFormatV2ToV1(bytes), StandardCharsets.ISO_8859_1))
                .contains("{\"0\":1,\"1\":2}");
    }

    private static byte[] embedV2(String any) {
        return hex("00 00 01 01 00 00 01 05 03 01 74 01 01 01 00 00 01 01 00" + any + "00");
    }

    private static byte[] text(int client, int clock, String text) {
        ByteWriter out = new ByteWriter();
        out.writeVarUint(1);
        out.writeVarUint(1);
        out.writeVarUint(client);
        out.writeVarUint(clock);
        out.writeUint8(StructRef.STRING);
        out.writeVarUint(1);
        out.writeVarString("t");
        out.writeVarString(text);
        out.writeVarUint(0);
        return out.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
