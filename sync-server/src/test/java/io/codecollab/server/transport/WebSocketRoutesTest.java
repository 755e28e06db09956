package io.codecollab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.ScriptedJournal;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.session.Conversations;
import io.codecollab.server.session.SessionLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which path leads to which dialect, told by the metric that counts sessions of a dialect. */
class WebSocketRoutesTest {

    private final Metrics metrics = new Metrics();
    private final Documents documents =
            new Documents(ScriptedJournal.committingAtOnce(), DocumentsConfig.defaults(), metrics);
    private final WebSocketRoutes routes =
            new WebSocketRoutes(new Conversations(documents, SessionLimits.defaults(), metrics));

    @AfterEach
    void close() {
        documents.close();
        metrics.close();
    }

    @Test
    void leadsToEveryDialect() {
        assertThat(dialect("/ws/doc")).isEqualTo("y-websocket");
        assertThat(dialect("/ws/room a/b")).isEqualTo("y-websocket");
        assertThat(dialect("/d/doc/ws/doc")).isEqualTo("y-sweet");
        assertThat(dialect("/doc/ws/doc")).isEqualTo("y-sweet");
        assertThat(dialect("/signaling")).isEqualTo("y-webrtc");
        assertThat(routes.find("/ws")).as("documents are named later").isPresent();
        assertThat(routes.find("/ws/")).isPresent();
    }

    @Test
    void leadsNowhereElse() {
        for (String path : new String[] {
            "", "/", "/wss", "/ws2", "/signaling/", "/d/doc/ws", "/d/doc/ws/", "/d//ws/", "/doc", "/doc/ws", "ws/doc"
        }) {
            assertThat(routes.find(path)).as("path=%s", path).isEmpty();
        }
    }

    @Test
    void refusesNamesThatAreNone() {
        String tooLong = "x".repeat(257);
        for (String path : new String[] {
            "/ws/" + tooLong, "/ws/a\nb", "/doc/ws/", "/doc/ws/" + tooLong, "/d/" + tooLong + "/ws/" + tooLong
        }) {
            assertThatThrownBy(() -> routes.find(path))
                    .as("path=%s", path)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("document name");
        }
    }

    @Test
    void refusesTwoNamesThatDiffer() {
        assertThatThrownBy(() -> routes.find("/d/one/ws/two"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the path names two documents");
    }

    /** The dialect of whom a path is opened for. */
    private String dialect(String path) {
        String before = metrics.scrape();
        assertThat(routes.find(path).orElseThrow().apply(new SilentConnection()))
                .isNotNull();
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("codecollab_sessions{") && !before.contains(line))
                .map(line -> line.replaceAll(".*dialect=\"(.*)\".*", "$1"))
                .findAny()
                .orElse("none");
    }
}
