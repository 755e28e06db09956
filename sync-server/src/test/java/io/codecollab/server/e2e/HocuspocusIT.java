package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.ByteReader;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the clients of Hocuspocus have beyond the others: many documents on one socket, and a count of what is not saved. */
class HocuspocusIT {

    private static final int SYNC = 0;
    private static final int SYNC_STEP_1 = 0;
    private static final int SYNC_STATUS = 8;

    private static CodecollabJar server;
    private static NodeHost here;
    private static NodeHost there;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = CodecollabJar.serving(data);
        here = NodeHost.start();
        there = NodeHost.start();
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HOCUSPOCUS_2", "HOCUSPOCUS_3", "HOCUSPOCUS_4"})
    void severalDocumentsShareOneSocket(ClientKind kind) throws Throwable {
        long seed = Seed.next();
        Map<String, Object> oneSocket = Map.of("socket", "shared-" + kind);
        try (Editor onSocketA = here.open(kind, server, "a-" + kind, oneSocket);
                Editor onSocketB = here.open(kind, server, "b-" + kind, oneSocket);
                Editor onSocketC = here.open(kind, server, "c-" + kind, oneSocket);
                Room a = new Room(onSocketA, there.open(kind, server, "a-" + kind));
                Room b = new Room(onSocketB, there.open(kind, server, "b-" + kind));
                Room c = new Room(onSocketC, there.open(kind, server, "c-" + kind))) {
            for (Room room : List.of(a, b, c)) {
                room.awaitSync();
                room.startTyping(60, seed);
            }
            for (Room room : List.of(a, b, c)) {
                room.finishTyping();
                room.awaitConvergence("kind=" + kind + " seed=" + seed);
            }
            assertThat(onSocketA.connectionCount()).isEqualTo(1);
            assertThat(onSocketA.text()).isNotEqualTo(onSocketB.text());
        }
    }

    @Test
    void twoSessionsOfOneDocumentShareOneSocket() throws Throwable {
        long seed = Seed.next();
        Map<String, Object> session = Map.of("socket", "sessions", "sessionAwareness", true);
        try (Room room = new Room(
                here.open(ClientKind.HOCUSPOCUS_4, server, "sessions", session),
                here.open(ClientKind.HOCUSPOCUS_4, server, "sessions", session),
                there.open(ClientKind.HOCUSPOCUS_4, server, "sessions"))) {
            room.awaitSync();
            room.introduceEverybody();

            room.typeTogether(60, seed);

            room.awaitConvergence("seed=" + seed);
            assertThat(room.get(0).connectionCount()).isEqualTo(1);
            assertThat(room.get(0).ask("sessionId")).isNotEqualTo(room.get(1).ask("sessionId"));
        }
    }

    @Test
    void aDetachedDocumentHearsNothingUntilItIsAttachedAgain() throws Throwable {
        Map<String, Object> oneSocket = Map.of("socket", "detached");
        try (Editor ann = here.open(ClientKind.HOCUSPOCUS_4, server, "left", oneSocket);
                Editor stays = here.open(ClientKind.HOCUSPOCUS_4, server, "kept", oneSocket);
                Editor bob = there.open(ClientKind.HOCUSPOCUS_4, server, "left")) {
            new Room(ann, stays, bob).awaitSync();
            ann.present(Map.of("name", "Ann"));
            eventually(() -> assertThat(bob.others()).hasSize(1));

            ann.call("detach", Map.of());
            eventually(() -> assertThat(bob.others()).isEmpty());
            long framesBefore = framesOf(ann, "left");
            bob.insert(0, "unheard");
            stays.insert(0, "on the same socket");
            eventually(() -> assertThat(stays.unsaved()).isZero());
            eventually(() -> assertThat(bob.unsaved()).isZero());

            assertThat(ann.text()).isEmpty();
            assertThat(framesOf(ann, "left")).isEqualTo(framesBefore);

            ann.call("attach", Map.of());
            eventually(() -> assertThat(ann.text()).isEqualTo("unheard"));
            assertThat(ann.connectionCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HOCUSPOCUS_2", "HOCUSPOCUS_3", "HOCUSPOCUS_4"})
    void aNameThatIsNoneIsRefusedAndTheSocketStays(ClientKind kind) throws Throwable {
        Map<String, Object> oneSocket = Map.of("socket", "refused-" + kind);
        try (Editor fine = here.open(kind, server, "fine-" + kind, oneSocket);
                Editor tooLong = here.open(kind, server, "x".repeat(257), oneSocket);
                Editor other = there.open(kind, server, "fine-" + kind)) {
            eventually(() -> assertThat((List<?>) tooLong.ask("refused")).isNotEmpty());
            eventually(() -> assertThat(fine.isSynced()).isTrue());

            other.insert(0, "still here");

            eventually(() -> assertThat(fine.text()).isEqualTo("still here"));
            assertThat(fine.connectionCount()).isEqualTo(1);
            assertThat(tooLong.isSynced()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HOCUSPOCUS_2", "HOCUSPOCUS_3", "HOCUSPOCUS_4"})
    void everyEditIsConfirmedExactlyOnce(ClientKind kind) throws Throwable {
        long seed = Seed.next();
        try (Room room =
                new Room(here.open(kind, server, "counted-" + kind), there.open(kind, server, "counted-" + kind))) {
            Editor ann = room.get(0);
            room.awaitSync();

            room.typeTogether(150, seed);
            room.awaitConvergence("seed=" + seed);
            eventually(() -> assertThat(ann.unsaved()).isZero());

            int outstanding = 0;
            int edits = 0;
            for (Editor.Frame frame : ann.frames()) {
                if (isEdit(frame)) {
                    outstanding++;
                    edits++;
                } else if (isStatus(frame)) {
                    outstanding--;
                }
                assertThat(outstanding)
                        .as("confirmed before it was sent, seed=%d", seed)
                        .isNotNegative();
            }
            assertThat(outstanding).as("never confirmed, seed=%d", seed).isZero();
            assertThat(edits).isGreaterThanOrEqualTo(150);
        }
    }

    @Test
    void asksForAToken() throws Throwable {
        try (Editor ann = here.open(ClientKind.HOCUSPOCUS_4, server, "token", Map.of("token", "secret"))) {
            eventually(() -> assertThat(ann.ask("authorized")).isEqualTo(true));
            assertThat(ann.ask("tokenCount")).isEqualTo(1L);
        }
    }

    /** Frames of a document: the address comes first in every one. */
    private static long framesOf(Editor editor, String document) {
        return editor.frames().stream()
                .filter(Editor.Frame::incoming)
                .filter(frame -> reader(frame).readVarString().equals(document))
                .count();
    }

    /** Step 2 and updates count, step 1 does not. */
    private static boolean isEdit(Editor.Frame frame) {
        ByteReader message = afterAddress(frame);
        return !frame.incoming() && message.readVarUint() == SYNC && message.readVarUint() != SYNC_STEP_1;
    }

    private static boolean isStatus(Editor.Frame frame) {
        return frame.incoming() && afterAddress(frame).readVarUint() == SYNC_STATUS;
    }

    private static ByteReader afterAddress(Editor.Frame frame) {
        ByteReader message = reader(frame);
        message.readVarString();
        return message;
    }

    private static ByteReader reader(Editor.Frame frame) {
        return new ByteReader(HexFormat.of().parseHex(frame.head()));
    }
}
