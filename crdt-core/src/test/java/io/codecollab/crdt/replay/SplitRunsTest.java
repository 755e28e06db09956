package io.codecollab.crdt.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.IntegrityCheck;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.update.DecodedUpdate;
import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.UpdateCursor;
import io.codecollab.crdt.update.Updates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents of the recorded runs, sent in pieces of every size. */
class SplitRunsTest {

    private static final int RUNS_PER_PROFILE = 5;

    static Stream<String> profiles() {
        return Stream.of(SplitStates.PROFILES);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void piecesInOrderMakeTheSameDocumentAndNothingIsEverParked(String profile) {
        IntStream.rangeClosed(1, RUNS_PER_PROFILE).forEach(run -> {
            byte[] merged = SplitStates.merged(profile, run);
            for (boolean gc : new boolean[] {true, false}) {
                byte[] whole = SplitStates.state(merged, gc);
                for (int maxBytes : SplitStates.sizes(whole)) {
                    String what = profile + "/" + run + " gc=" + gc + " maxBytes=" + maxBytes;
                    Doc pieced = applyPieces(whole, maxBytes, gc, what);
                    assertSameBytes(pieced, SplitStates.doc(whole, gc), what);
                }
            }
        });
    }

    /**
     * Updates that were only merged, each struct as it was typed and everything that was deleted since. What is deleted in
     * two transactions stays in two pieces, as in Yjs; when it is read again it is one.
     */
    @ParameterizedTest
    @MethodSource("profiles")
    void piecesOfAHistoryMakeTheSameDocument(String profile) {
        IntStream.rangeClosed(1, RUNS_PER_PROFILE).forEach(run -> {
            byte[] merged = SplitStates.merged(profile, run);
            for (int maxBytes : SplitStates.sizes(merged)) {
                String what = profile + "/" + run + " history maxBytes=" + maxBytes;
                Doc pieced = applyPieces(merged, maxBytes, true, what);
                Doc expected = SplitStates.doc(merged, true);
                assertThat(IntegrityCheck.content(pieced)).as(what).isEqualTo(IntegrityCheck.content(expected));
                assertSameBytes(readAgain(pieced), readAgain(expected), what);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void yjsNeverParksAnythingEither(String profile) throws IOException {
        Process yjs = Node.start(List.of("apply-pieces.mjs"));
        try (BufferedReader answers =
                        new BufferedReader(new InputStreamReader(yjs.getInputStream(), StandardCharsets.US_ASCII));
                Writer out = new OutputStreamWriter(yjs.getOutputStream(), StandardCharsets.US_ASCII)) {
            for (int run = 1; run <= RUNS_PER_PROFILE; run++) {
                byte[] merged = SplitStates.merged(profile, run);
                for (boolean gc : new boolean[] {true, false}) {
                    byte[] whole = SplitStates.state(merged, gc);
                    for (int maxBytes : SplitStates.sizes(whole)) {
                        out.write(line(whole, maxBytes, gc));
                        out.flush();
                        assertThat(answers.readLine())
                                .as(profile + "/" + run + " gc=" + gc + " maxBytes=" + maxBytes)
                                .isEqualTo("same");
                    }
                }
            }
        } finally {
            yjs.destroy();
        }
    }

    private static String line(byte[] whole, int maxBytes, boolean gc) {
        HexFormat hex = HexFormat.of();
        StringJoiner line = new StringJoiner(" ", gc ? "gc " : "nogc ", "\n").add(hex.formatHex(whole));
        Updates.split(whole, maxBytes).forEach(piece -> line.add(hex.formatHex(piece)));
        return line.toString();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void piecesHoldEveryStructOnceAndAreAsLargeAsTheyMayBe(String profile) {
        IntStream.rangeClosed(1, RUNS_PER_PROFILE).forEach(run -> {
            byte[] whole = SplitStates.merged(profile, run);
            for (int maxBytes : SplitStates.sizes(whole)) {
                String what = profile + "/" + run + " maxBytes=" + maxBytes;
                List<byte[]> pieces = Updates.split(whole, maxBytes);
                assertThat(structs(pieces)).as(what).isEqualTo(structs(List.of(whole)));
                assertThat(IdSet.merge(
                                pieces.stream().map(SplitRunsTest::deletions).toArray(IdSet[]::new)))
                        .as(what)
                        .isEqualTo(deletions(whole));
                for (byte[] piece : pieces.subList(0, pieces.size() - 1)) {
                    assertThat(piece.length <= maxBytes || holdsOneThing(piece))
                            .as(what + " piece of " + piece.length + " bytes")
                            .isTrue();
                }
                byte[] last = pieces.get(pieces.size() - 1);
                assertThat(last.length <= maxBytes || holdsOneThing(last) || hasFormats(last))
                        .as(what + " last piece of " + last.length + " bytes")
                        .isTrue();
            }
        });
    }

    private static boolean holdsOneThing(byte[] piece) {
        DecodedUpdate decoded = Updates.decodeUpdate(piece);
        int[] ranges = {0};
        decoded.deleteSet().forEachRange((client, clock, length) -> ranges[0]++);
        return decoded.structs().size() + ranges[0] == 1;
    }

    private static boolean hasFormats(byte[] piece) {
        return Updates.decodeUpdate(piece).structs().stream()
                .anyMatch(struct -> struct.kind() == DecodedUpdate.Kind.FORMAT);
    }

    /** The bytes of every struct, with its id. */
    private static List<String> structs(List<byte[]> updates) {
        List<String> structs = new ArrayList<>();
        for (byte[] update : updates) {
            UpdateCursor struct = UpdateCursor.v1(update, DecodeLimits.DEFAULT);
            while (struct.next()) {
                structs.add(struct.client + ":" + struct.clock + " "
                        + HexFormat.of().formatHex(update, struct.structStart, struct.structEnd));
            }
        }
        Collections.sort(structs);
        return structs;
    }

    private static IdSet deletions(byte[] update) {
        return Updates.decodeUpdate(update).deleteSet();
    }

    private static Doc applyPieces(byte[] whole, int maxBytes, boolean gc, String what) {
        List<byte[]> pieces = Updates.split(whole, maxBytes);
        boolean complete = SplitStates.doc(whole, gc).pendingInfo().structs() == 0;
        Doc doc = SplitStates.emptyDoc(gc);
        for (int i = 0; i < pieces.size(); i++) {
            doc.applyUpdate(pieces.get(i));
            assertThat(complete && doc.pendingInfo().structs() > 0)
                    .as(what + " parked after piece " + i)
                    .isFalse();
        }
        IntegrityCheck.check(doc);
        return doc;
    }

    private static Doc readAgain(Doc doc) {
        return SplitStates.doc(doc.encodeStateAsUpdate(), true);
    }

    private static void assertSameBytes(Doc actual, Doc expected, String what) {
        assertThat(actual.encodeStateAsUpdate()).as(what).isEqualTo(expected.encodeStateAsUpdate());
        assertThat(actual.structCount()).as(what).isEqualTo(expected.structCount());
        assertThat(actual.pendingInfo()).as(what).isEqualTo(expected.pendingInfo());
    }
}
