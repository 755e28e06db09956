package io.codecollab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateSplitterTest {

    /** Client 9 types "d" behind the "b" of client 5, which has gone on with "c"; client 5 deletes its "b". */
    private static final byte[] TWO_CLIENTS = hex("02"
            + "01 09 00  84 05 01 01 64"
            + "03 05 00  04 01 01 74 01 61  84 05 00 01 62  c4 05 01 09 00 01 63"
            + "01 05 01 01 01");

    @Test
    void returnsWhatIsSmallEnoughAsItIs() {
        assertThat(Updates.split(TWO_CLIENTS, TWO_CLIENTS.length))
                .singleElement()
                .isSameAs(TWO_CLIENTS);
    }

    @Test
    void takesWhatAStructNeedsFirst() {
        assertThat(Updates.split(TWO_CLIENTS, 1).stream().map(UpdateSplitterTest::show))
                .containsExactly("5:0=a", "5:1=b", "9:0=d", "5:2=c", "{5=[1,2)}");
    }

    @Test
    void putsTheDeleteSetIntoTheLastPieceIfThereIsRoom() {
        byte[] update = hex("02"
                + "01 09 00  84 05 28 01 64"
                + "03 05 00  04 01 01 74 28" + "61".repeat(40) + "84 05 27 01 62  c4 05 28 09 00 01 63"
                + "01 05 01 28 01");

        List<byte[]> pieces = Updates.split(update, 60);

        assertThat(pieces.stream().map(UpdateSplitterTest::show))
                .containsExactly("5:0=" + "a".repeat(40), "9:0=d 5:40=b 5:41=c {5=[40,41)}");
        assertThat(pieces.get(1))
                .isEqualTo(hex("02  01 09 00 84 05 28 01 64"
                        + "02 05 28  84 05 27 01 62  c4 05 28 09 00 01 63"
                        + "01 05 01 28 01"));
    }

    @Test
    void cutsADeleteSetThatIsLargerThanAPiece() {
        IdSet.Builder deleted = new IdSet.Builder();
        for (int i = 0; i < 1000; i++) {
            deleted.add(7 - i / 250, 10 * i, 3);
        }
        byte[] update = new StructWriter(UpdateFormat.V1, UpdateFormat.V1).finish(deleted.build());

        List<byte[]> pieces = Updates.split(update, 500);

        assertThat(pieces).hasSizeBetween(update.length / 500, update.length / 400);
        assertThat(pieces).allSatisfy(piece -> assertThat(piece).hasSizeLessThanOrEqualTo(500));
        assertThat(Updates.mergeUpdates(pieces)).isEqualTo(update);
    }

    @Test
    void givesAStructThatIsTooLargeAPieceOfItsOwn() {
        byte[] large = hex("01 03 05 00  04 01 01 74 01 61  84 05 00 64" + "78".repeat(100) + "84 05 64 01 62  00");

        List<byte[]> pieces = Updates.split(large, 50);

        assertThat(pieces.stream().map(UpdateSplitterTest::show))
                .containsExactly("5:0=a", "5:1=" + "x".repeat(100), "5:101=b");
    }

    @Test
    void keepsWhatLiesBehindAHoleForTheLastPiece() {
        byte[] holed = hex("02"
                + "01 09 00  84 05 03 01 64" // behind the hole of client 5
                + "03 05 00  04 01 01 74 01 61  0a 02  84 05 02 01 62"
                + "00");

        assertThat(Updates.split(holed, 1).stream().map(UpdateSplitterTest::show))
                .containsExactly("5:0=a", "9:0=d 5:3=b");
    }

    @Test
    void keepsWhatNeedsSomethingElseForTheLastPiece() {
        byte[] needy = hex("03"
                + "01 09 00  84 06 00 01 64" // waits for client 6, who waits for somebody unknown
                + "01 06 00  84 04 00 01 65"
                + "02 05 00  04 01 01 74 01 61  84 05 00 01 62"
                + "01 05 01 00 01");

        assertThat(Updates.split(needy, 10).stream().map(UpdateSplitterTest::show))
                .containsExactly("5:0=a", "5:1=b", "9:0=d 6:0=e {5=[0,1)}");
    }

    @Test
    void keepsClientsThatWaitForEachOtherForTheLastPiece() {
        byte[] ring = hex(
                "03" + "01 09 00  84 06 00 01 64" + "01 06 00  84 09 00 01 65" + "01 05 00  04 01 01 74 01 61" + "00");

        assertThat(Updates.split(ring, 1).stream().map(UpdateSplitterTest::show))
                .containsExactly("5:0=a", "9:0=d 6:0=e");
    }

    /** Behind the "a" a format starts and ends, and "b" stands in it; "c" before the "a" is not concerned. */
    @Test
    void keepsFormatsAndWhatBuildsOnThemForTheLastPiece() {
        byte[] rich = hex("03"
                + "01 09 00  c4 05 01 05 02 01 62"
                + "01 08 00  44 05 00 01 63"
                + "03 05 00  04 01 01 74 01 61  86 05 00 01 69 01 31  86 05 01 01 69 04 6e756c6c"
                + "01 05 01 00 01");

        List<byte[]> pieces = Updates.split(rich, 1);

        assertThat(pieces.subList(0, 2).stream().map(UpdateSplitterTest::show)).containsExactly("5:0=a", "8:0=c");
        assertThat(pieces.get(2))
                .isEqualTo(hex("02"
                        + "01 09 00  c4 05 01 05 02 01 62"
                        + "02 05 01  86 05 00 01 69 01 31  86 05 01 01 69 04 6e756c6c"
                        + "01 05 01 00 01"));
        assertThat(pieces).hasSize(3);
    }

    @Test
    void countsOnWhatTheReceiverHas() {
        byte[] diff = hex("02"
                + "01 09 02  84 04 06 01 64" // behind what client 4 did, of whom there is nothing in the update
                + "01 05 01  84 09 02 01 62"
                + "00");

        assertThat(Updates.split(diff, 1, hex("03 09 02 05 01 04 07")).stream().map(UpdateSplitterTest::show))
                .containsExactly("9:2=d", "5:1=b");
        assertThat(Updates.split(diff, 1).stream().map(UpdateSplitterTest::show))
                .containsExactly("9:2=d 5:1=b");
    }

    @Test
    void passesHolesThatTheReceiverHasFilled() {
        byte[] holed = hex("01 03 05 00  04 01 01 74 01 61  0a 02  84 05 02 01 62  00");

        assertThat(Updates.split(holed, 1, hex("01 05 03")).stream().map(UpdateSplitterTest::show))
                .containsExactly("5:0=a", "5:1 skip 2", "5:3=b");
    }

    @Test
    void readsSectionsInAnyOrderAndPassesOverEmptyStructs() {
        byte[] unordered = hex("03"
                + "03 05 00  04 01 01 74 01 61  84 05 00 00  84 05 00 01 62" // the second has no text
                + "01 09 00  84 05 01 01 64"
                + "01 05 02  84 09 00 01 63"
                + "00");

        assertThat(Updates.split(unordered, 1).stream().map(UpdateSplitterTest::show))
                .containsExactly("5:0=a", "5:1=b", "9:0=d", "5:2=c");
    }

    @Test
    void makesOneUpdateOfNothing() {
        assertThat(Updates.split(hex("00 00 ff"), 2)).containsExactly(hex("00 00"));
    }

    @Test
    void refusesEveryPrefix() {
        for (int length = 2; length < TWO_CLIENTS.length; length++) {
            byte[] prefix = Arrays.copyOf(TWO_CLIENTS, length);
            assertThatExceptionOfType(DecodeException.class)
                    .as("length=%d", length)
                    .isThrownBy(() -> Updates.split(prefix, 1, hex("00")));
        }
    }

    @Test
    void refusesPiecesOfNoBytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Updates.split(TWO_CLIENTS, 0));
    }

    /** Each client's one struct stands behind that of the next lower client: the stack is as deep as there are clients. */
    @Test
    void followsAChainThroughAHundredThousandClients() {
        int clients = 100_000;
        ByteWriter out = new ByteWriter();
        out.writeVarUint(clients);
        for (int client = clients; client > 0; client--) {
            out.writeVarUint(1);
            out.writeVarUint(client);
            out.writeVarUint(0);
            if (client == 1) {
                out.writeUint8(StructRef.STRING);
                out.writeVarUint(1);
                out.writeVarString("t");
            } else {
                out.writeUint8(StructRef.STRING | StructRef.HAS_ORIGIN);
                out.writeVarUint(client - 1);
                out.writeVarUint(0);
            }
            out.writeVarString("a");
        }
        out.writeVarUint(0);

        List<byte[]> pieces =
                assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Updates.split(out.toByteArray(), 20_000));

        assertThat(pieces).hasSizeGreaterThan(50);
        assertThat(Updates.parseUpdateMeta(pieces.get(0)).to().contains(1)).isTrue();
        assertThat(Updates.mergeUpdates(pieces)).isEqualTo(out.toByteArray());
    }

    /** Such as {@code 5:0=a 5:1 skip 2 {5=[1,2)}}. */
    private static String show(byte[] update) {
        List<String> parts = new ArrayList<>();
        UpdateCursor struct = UpdateFormat.V1.cursor(update);
        while (struct.next()) {
            String id = struct.client + ":" + struct.clock;
            parts.add(
                    struct.ref == StructRef.SKIP
                            ? id + " skip " + struct.length
                            : id + "="
                                    + new String(update, struct.textStart, struct.length, StandardCharsets.US_ASCII));
        }
        IdSet deleted = struct.readDeleteSet();
        if (!deleted.isEmpty()) {
            parts.add(deleted.toString());
        }
        return String.join(" ", parts);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
