package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every client can rely on, whatever it speaks, and that they can all do so in the same document. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DialectsIT {

    private static final Set<ClientKind> KINDS = EnumSet.complementOf(EnumSet.of(ClientKind.Y_WEBRTC));

    /** Longer than any client bears silence: y-websocket closes after 30 s, which it checks every 3 s. */
    private static final long IDLE_MS = 36_000;

    private static CodecollabJar server;
    private static NodeHost here;
    private static NodeHost there;
    private static final List<Editor> IDLE = new ArrayList<>();
    private static long idleSinceNs;

    @BeforeAll
    static void start(@TempDir Path data) throws Throwable {
        server = CodecollabJar.serving(data);
        here = NodeHost.start();
        there = NodeHost.start();
        for (ClientKind kind : KINDS) {
            IDLE.add(here.open(kind, server, "idle-" + kind));
        }
        for (Editor editor : IDLE) {
            eventually(() -> assertThat(editor.isSynced()).isTrue());
        }
        idleSinceNs = System.nanoTime();
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = "Y_WEBRTC", mode = EnumSource.Mode.EXCLUDE)
    void twoWhoTypeAtOnceEndWithTheSameDocument(ClientKind kind) throws Throwable {
        long seed = Seed.next();
        try (Room room = twoOf(kind, "typing-" + kind)) {
            room.awaitSync();

            room.typeTogether(150, seed);

            assertThat(room.awaitConvergence("seed=" + seed))
                    .as("seed=%d", seed)
                    .contains("a", "b");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "Y_WEBRTC", mode = EnumSource.Mode.EXCLUDE)
    void oneWhoWasOfflineMergesOnReturn(ClientKind kind) throws Throwable {
        try (Room room = twoOf(kind, "flight-" + kind)) {
            Editor ann = room.get(0);
            Editor bob = room.get(1);
            room.awaitSync();
            ann.insert(0, "start ");
            eventually(() -> assertThat(bob.text()).isEqualTo("start "));

            bob.goOffline();
            bob.insert(0, "[offline] ");
            ann.insert(6, "[meanwhile] ");
            ann.delete(0, 2);
            bob.goOnline();

            eventually(() -> assertThat(bob.text()).isEqualTo("[offline] art [meanwhile] "));
            eventually(() -> assertThat(ann.text()).isEqualTo("[offline] art [meanwhile] "));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "Y_WEBRTC", mode = EnumSource.Mode.EXCLUDE)
    void thoseWhoAreHereSeeEachOtherComeAndGo(ClientKind kind) throws Throwable {
        String document = "cursors-" + kind;
        try (Editor ann = here.open(kind, server, document)) {
            ann.present(Map.of("name", "Ann"));
            try (Editor bob = there.open(kind, server, document)) {
                eventually(() -> assertThat(bob.others()).hasToString("[{name=Ann}]"));
                bob.present(Map.of("name", "Bob"));
                eventually(() -> assertThat(ann.others()).hasToString("[{name=Bob}]"));

                bob.goOffline();
                eventually(() -> assertThat(ann.others()).isEmpty());
                bob.goOnline();
                bob.present(Map.of("name", "Bob again"));
                eventually(() -> assertThat(ann.others()).hasToString("[{name=Bob again}]"));
            }
            eventually(() -> assertThat(ann.others()).isEmpty());
        }
    }

    @Test
    void allOfThemTypeInOneDocumentAndSeeEachOther() throws Throwable {
        long seed = Seed.next();
        try (Room room = new Room()) {
            NodeHost host = here;
            for (ClientKind kind : KINDS) {
                room.add(host.open(kind, server, "everybody"));
                host = host == here ? there : here;
            }
            room.awaitSync();

            room.typeTogether(80, seed);

            room.awaitConvergence("seed=" + seed);
            room.introduceEverybody();
        }
    }

    @Test
    void aRestartInTheMiddleLosesNothing(@TempDir Path data) throws Throwable {
        long seed = Seed.next();
        CodecollabJar first = CodecollabJar.serving(data);
        List<Room> rooms = new ArrayList<>();
        for (ClientKind kind : KINDS) {
            Room room = new Room(here.open(kind, first, "restart-" + kind), there.open(kind, first, "restart-" + kind));
            rooms.add(room);
            room.awaitSync();
        }

        rooms.forEach(room -> room.startTyping(100, seed));
        assertThat(first.terminate()).as("output=%s", first.output()).isZero();
        try (CodecollabJar second = CodecollabJar.servingOn(first.port(), data)) {
            rooms.forEach(Room::finishTyping);
            for (ClientKind kind : KINDS) {
                Room room = rooms.remove(0);
                room.awaitConvergence("kind=" + kind + " seed=" + seed);
                room.add(there.open(ClientKind.Y_WEBSOCKET_3, second, "restart-" + kind));
                room.awaitConvergence("from the server, kind=" + kind + " seed=" + seed);
                room.close();
            }
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aLoneIdleEditorStaysConnected() throws Throwable {
        long idleMs = (System.nanoTime() - idleSinceNs) / 1_000_000;
        Thread.sleep(Math.max(0, IDLE_MS - idleMs));

        for (Editor editor : IDLE) {
            assertThat(editor.lastClose()).isNull();
            assertThat(editor.connectionCount()).isEqualTo(1);
            assertThat(editor.isSynced()).isTrue();
        }
    }

    private static Room twoOf(ClientKind kind, String document) {
        return new Room(here.open(kind, server, document), there.open(kind, server, document));
    }
}
