package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.update.Updates;
import io.codecollab.server.document.Batches;
import io.codecollab.server.document.Broadcast;
import io.codecollab.server.document.CatchUp;
import io.codecollab.server.document.Edit;
import io.codecollab.server.document.EditBatch;
import io.codecollab.server.document.Listener;
import io.codecollab.server.document.Subscriber;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.protocol.YWebsocketDialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes out to one client, and when, as its socket takes it or does not. */
class OutboxTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final int MAX_BYTES = 100;
    private static final String NOBODY = "01 01 00";
    private static final String ANN_IS_HERE = "01 01 01 02 7b 7d";

    private final Wire wire = new Wire(Runnable::run, 10, 50);
    private final Subscriber self = new Listener();
    private final Subscriber other = new Listener();
    private final Outbox outbox = new Outbox(wire, new YWebsocketDialect(), MAX_BYTES, new Metrics());

    /** The state vectors the document was asked about, in order. */
    private final List<String> asked = new ArrayList<>();

    private String everybody = "00";

    @Test
    void passesABatchOfOthersOnAsOneMessage() {
        List<byte[]> typed = typing("hi");

        outbox.sendEdits(batch("01", edit(other, typed.get(0)), edit(other, typed.get(1))), self);

        assertThat(wire.log()).containsExactly("sent " + update(HEX.formatHex(Updates.mergeUpdates(typed))));
    }

    @Test
    void leavesOutWhatTheClientItselfDid() {
        outbox.sendEdits(batch("01", edit(other, "0a"), edit(self, "0b"), edit(self, "0c"), edit(other, "0d")), self);

        assertThat(wire.log()).containsExactly("sent 00 02 01 0a", "sent 00 02 01 0d");
    }

    @Test
    void sendsEditsThatWaitForOthersOneByOne() {
        outbox.sendEdits(Batches.parked(bytes("01"), edit(other, "0a"), edit(other, "0b")), self);

        assertThat(wire.log()).containsExactly("sent 00 02 01 0a", "sent 00 02 01 0b");
    }

    @Test
    void keepsNothingForAClientThatDoesNotTakeWhatItIsSent() {
        fallBehind("01");
        outbox.sendEdits(batch("02", edit(other, "0a")), self);
        outbox.sendPresence(new Broadcast(bytes(ANN_IS_HERE)));
        resume("0b");

        assertThat(outbox.isBehind()).isTrue();
        assertThat(wire.log()).isEmpty();
        assertThat(asked).isEmpty();
        assertThat(outbox.owedBytes()).isZero();
    }

    @Test
    void sendsOneDiffWhenTheClientHasTakenWhatItWasSent() {
        fallBehind("01");
        outbox.sendEdits(batch("02", edit(other, "0a")), self);
        everybody = ANN_IS_HERE;

        wire.takeAll();
        resume("0b");

        assertThat(asked).containsExactly("01");
        assertThat(wire.log()).containsExactly("sent 00 02 01 0b", "sent 01 06 " + ANN_IS_HERE);
        assertThat(outbox.isBehind()).isFalse();
    }

    @Test
    void isLiveAgainAfterTheDiff() {
        fallBehind("01");
        wire.takeAll();
        resume("0b");
        wire.log();

        outbox.sendEdits(batch("03", edit(other, "0c")), self);

        assertThat(wire.log()).containsExactly("sent 00 02 01 0c");
    }

    @Test
    void sendsALargeMessageToAClientThatTookEverythingElse() {
        String large = "aa ".repeat(1_000).strip();

        outbox.sendAnswer(answer("01", large));

        assertThat(wire.log()).containsExactly("sent 00 01 e8 07 " + large);
        assertThat(outbox.isBehind()).isFalse();
    }

    @Test
    void sendsOnePartOfALargeAnswerAtATimeAndAStep2InTheEnd() {
        wire.stall();
        String part = "aa ".repeat(60).strip();

        outbox.sendAnswer(answer("01", part, part, part));
        for (int i = 0; i < 3; i++) {
            resume("0b");
            resume("0b");
            assertThat(wire.log()).containsExactly("sent " + update(part));
            wire.takeAll();
        }
        resume("0b");

        assertThat(asked).as("what came meanwhile").containsExactly("01");
        assertThat(wire.log()).containsExactly("sent 00 01 01 0b", "sent " + NOBODY);
        assertThat(outbox.isBehind()).isFalse();
    }

    @Test
    void whatIsEditedBetweenTwoPartsIsInTheEndAndNowhereElse() {
        wire.stall();
        String part = "aa ".repeat(60).strip();
        outbox.sendAnswer(answer("01", part, part));
        resume("0b");
        outbox.sendEdits(batch("02", edit(other, "0a")), self);
        wire.takeAll();
        resume("0b");
        wire.takeAll();
        resume("0b");

        assertThat(asked).containsExactly("01");
        assertThat(wire.log())
                .containsExactly("sent " + update(part), "sent " + update(part), "sent 00 01 01 0b", "sent " + NOBODY);
    }

    @Test
    void answersAClientThatIsBehindWhenItIsBack() {
        fallBehind("01");
        outbox.sendAnswer(answer("02", "0a"));
        resume("0b");
        assertThat(wire.log()).isEmpty();

        wire.takeAll();
        resume("0b");

        assertThat(asked).containsExactly("02");
        assertThat(wire.log()).containsExactly("sent 00 02 01 0a", "sent 00 01 01 0b", "sent " + NOBODY);
    }

    @Test
    void aNewAnswerTakesThePlaceOfAnOldOne() {
        wire.stall();
        String part = "aa ".repeat(60).strip();
        outbox.sendAnswer(answer("01", part, "0a"));
        resume("0b");
        outbox.sendAnswer(answer("02", "0c"));
        wire.takeAll();
        resume("0b");

        assertThat(wire.log())
                .containsExactly("sent " + update(part), "sent 00 02 01 0c", "sent 00 01 01 0b", "sent " + NOBODY);
    }

    @Test
    void confirmationsWaitWhileTheClientIsBehindAndComeOnce() {
        fallBehind("01");
        outbox.send(EncodedFrame.binary(bytes("c1")));
        outbox.send(EncodedFrame.binary(bytes("c2")));
        assertThat(outbox.owedBytes()).isEqualTo(2 * 3);

        wire.takeAll();
        resume("0b");
        resume("0b");

        assertThat(wire.log()).containsExactly("sent c1", "sent c2", "sent 00 02 01 0b", "sent " + NOBODY);
        assertThat(outbox.owedBytes()).isZero();
    }

    @Test
    void aDiffThatGetsNoShorterIsSentWhole() {
        fallBehind("01");
        wire.takeAll();

        // all deletions are in every diff, so one with many of them is never short
        resume("0a", "0b", "0c");

        assertThat(asked).containsExactly("01", "0f");
        assertThat(wire.log())
                .containsExactly(
                        "sent 00 02 01 0a",
                        "sent 00 02 01 0b",
                        "sent 00 02 01 0c",
                        "sent 00 02 01 0a",
                        "sent 00 02 01 0b",
                        "sent 00 02 01 0c",
                        "sent " + NOBODY);
        assertThat(outbox.isBehind()).isFalse();
    }

    @Test
    void presenceThatIsNotReadIsNotKept() {
        wire.stall();
        for (int i = 0; i < 100; i++) {
            outbox.sendPresence(new Broadcast(bytes(ANN_IS_HERE)));
        }
        assertThat(wire.unsentBytes()).isLessThan(MAX_BYTES + 20);
        wire.log();
        everybody = ANN_IS_HERE;

        wire.takeAll();
        resume("0b");

        assertThat(wire.log()).containsExactly("sent 01 06 " + ANN_IS_HERE);
        assertThat(asked).as("nothing of the document was missed").isEmpty();
    }

    @Test
    void confirmationsThatAreNotReadAreOwedAndKeepTheirOrder() {
        wire.stall();
        for (int i = 0; i < 100; i++) {
            outbox.send(EncodedFrame.binary(new byte[] {(byte) i}));
        }
        assertThat(wire.unsentBytes()).isLessThan(MAX_BYTES + 20);
        assertThat(outbox.owedBytes()).isPositive();

        while (outbox.owedBytes() > 0) {
            wire.takeAll();
            outbox.send(EncodedFrame.binary(new byte[0])); // not before those that wait
            resume("0b");
        }

        List<String> sent = wire.log();
        sent = sent.stream().filter(line -> !line.equals("sent ")).toList();
        assertThat(sent).hasSize(100).isSorted();
    }

    @Test
    void flushesOnceWhatWasSent() {
        outbox.sendEdits(batch("01", edit(other, "0a")), self);
        assertThat(wire.isFlushed()).isFalse();

        outbox.flush();

        assertThat(wire.isFlushed()).isTrue();
    }

    /** Leaves it behind at this state vector, and what led to that out of the log. */
    private void fallBehind(String stateVector) {
        wire.stall();
        outbox.sendEdits(
                batch(stateVector, edit(other, "ff ".repeat(MAX_BYTES + 1).strip())), self);
        assertThat(outbox.isBehind()).isTrue();
        wire.log();
    }

    /** Lets it go on; the document answers with these updates. */
    private void resume(String... diff) {
        outbox.resume(
                stateVector -> {
                    asked.add(HEX.formatHex(stateVector));
                    return answer("0f", diff);
                },
                () -> bytes(everybody));
    }

    private static EditBatch batch(String stateVector, Edit... edits) {
        return Batches.of(bytes(stateVector), edits);
    }

    private static Edit edit(Subscriber from, String update) {
        return edit(from, bytes(update));
    }

    private static Edit edit(Subscriber from, byte[] update) {
        return new Edit(from, update, false);
    }

    private static CatchUp answer(String stateVector, String... parts) {
        Stream<Broadcast> updates = Arrays.stream(parts).map(part -> new Broadcast(bytes(part)));
        return new CatchUp(bytes(stateVector), updates.toList());
    }

    /** An update as y-websocket has it, up to 127 bytes long. */
    private static String update(String update) {
        return "00 02 " + HEX.toHexDigits((byte) bytes(update).length) + " " + update;
    }

    /** One update for each letter. */
    private static List<byte[]> typing(String text) {
        List<byte[]> updates = new ArrayList<>();
        Doc doc = new Doc();
        doc.onUpdate((update, origin, updated, transaction) -> updates.add(update));
        for (int i = 0; i < text.length(); i++) {
            doc.getText("code").insert(i, text.substring(i, i + 1));
        }
        return updates;
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }
}
