package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A document of 20 MB comes in pieces. A client that hears nothing for 30 seconds connects again, and sees nothing of a
 * message until all of it is there; one message of everything would never get through a slow line.
 */
class LargeDocumentIT {

    private static final int PIECES = 10;
    private static final int ITEMS_PER_PIECE = 200;
    private static final int ITEM_LENGTH = 10_000;
    private static final long MAX_FRAME_BYTES = 1 << 20;

    private static CodecollabJar server;
    private static NodeHost host;
    private static Editor author;

    @BeforeAll
    static void write(@TempDir Path data) throws Throwable {
        server = CodecollabJar.serving(data);
        host = NodeHost.start();
        author = host.open(ClientKind.HOCUSPOCUS_3, server, "large");
        eventually(() -> assertThat(author.isSynced()).isTrue());
        for (int i = 0; i < PIECES; i++) {
            author.fill(ITEMS_PER_PIECE, ITEM_LENGTH, Character.toString('a' + i));
        }
        eventually(() -> assertThat(author.unsaved()).isZero());
    }

    @AfterAll
    static void stop() {
        host.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"Y_WEBSOCKET_1", "Y_WEBSOCKET_3", "HOCUSPOCUS_2", "HOCUSPOCUS_4", "Y_SWEET"})
    void comesInPiecesToWhoeverJoins(ClientKind kind) throws Throwable {
        try (Editor reader = host.open(kind, server, "large")) {
            eventually(() -> assertThat(reader.isSynced()).isTrue());

            eventually(() -> assertThat(reader.length()).isEqualTo((long) PIECES * ITEMS_PER_PIECE * ITEM_LENGTH));
            assertThat(reader.fingerprint()).isEqualTo(author.fingerprint());
            assertThat(reader.connectionCount()).isEqualTo(1);
            List<Editor.Frame> incoming =
                    reader.frames().stream().filter(Editor.Frame::incoming).toList();
            assertThat(incoming)
                    .as("messages")
                    .hasSizeGreaterThan(PIECES)
                    .allSatisfy(frame -> assertThat(frame.size()).isLessThanOrEqualTo(MAX_FRAME_BYTES));
        }
    }

    @Test
    void isTypedInWhileOthersStillLoadIt() throws Throwable {
        try (Editor reader = host.open(ClientKind.Y_WEBSOCKET_3, server, "large")) {
            author.insert(0, "x");
            author.insert(0, "y");
            eventually(() -> assertThat(reader.fingerprint()).isEqualTo(author.fingerprint()));
            author.delete(0, 2);
            eventually(() -> assertThat(reader.fingerprint()).isEqualTo(author.fingerprint()));
        }
    }
}
