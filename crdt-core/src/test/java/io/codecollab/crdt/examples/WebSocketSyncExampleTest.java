package io.codecollab.crdt.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A document over a real WebSocket, with a server of the npm packages at the other end. */
@Timeout(60)
class WebSocketSyncExampleTest {

    @Test
    void documentIsTheSameAtBothEnds() throws Exception {
        try (NodeServer server = new NodeServer()) {
            server.ask("insert 0 written by Node");
            Doc doc = new Doc();
            doc.getText("text").insert(0, "[offline] ");

            // tag::use[]
            try (YWebSocketClient client = new YWebSocketClient(server.uri(), doc)) {
                client.synced().get(10, TimeUnit.SECONDS);
                client.call(notes -> {
                    notes.getText("text").insert(0, "[online] ");
                    return null;
                });
                // end::use[]

                eventually(() -> textAt(server).contains("[online] "));
                assertThat(textAt(server))
                        .contains("[offline] ", "written by Node")
                        .isEqualTo(textAt(client));

                server.ask("insert 0 [live] ");
                eventually(() -> textAt(client).startsWith("[live]"));
                assertThat(textAt(client)).isEqualTo(textAt(server));
            }
        }
    }

    @Test
    void twoClientsSeeEachOther() throws Exception {
        try (NodeServer server = new NodeServer();
                YWebSocketClient ada = new YWebSocketClient(server.uri(), new Doc());
                YWebSocketClient bob = new YWebSocketClient(server.uri(), new Doc())) {
            ada.callAwareness(states -> {
                states.setLocalStateField("name", "Ada");
                return null;
            });
            ada.call(doc -> {
                doc.getText("text").insert(0, "typed by Ada");
                return null;
            });

            eventually(() -> textAt(bob).equals("typed by Ada"));
            eventually(() -> bob.callAwareness(states -> states.states().containsValue("{\"name\":\"Ada\"}")));
            assertThat((List<?>) server.ask("states")).anyMatch(Map.of("name", "Ada")::equals);
        }
    }

    @Test
    void clientThatLeavesIsGoneForTheOthers() throws Exception {
        try (NodeServer server = new NodeServer();
                YWebSocketClient ada = new YWebSocketClient(server.uri(), new Doc())) {
            try (YWebSocketClient bob = new YWebSocketClient(server.uri(), new Doc())) {
                bob.callAwareness(states -> {
                    states.setLocalState("{\"name\":\"Bob\"}");
                    return null;
                });
                eventually(() -> ada.callAwareness(states -> states.states().size() == 2));
            }
            eventually(() -> ada.callAwareness(states -> states.states().size() == 1));
            assertThat((List<?>) server.ask("states")).noneMatch(Map.of("name", "Bob")::equals);
        }
    }

    @Test
    void refusalIsReported() throws Exception {
        try (NodeServer server = new NodeServer();
                YWebSocketClient client = new YWebSocketClient(server.uri(), new Doc())) {
            client.synced().get(10, TimeUnit.SECONDS);

            server.ask("deny not yours");

            assertThat(client.denied().get(10, TimeUnit.SECONDS)).isEqualTo("not yours");
        }
    }

    private static String textAt(NodeServer server) throws IOException {
        return (String) Objects.requireNonNull(server.ask("read"));
    }

    private static String textAt(YWebSocketClient client) {
        return client.call(doc -> doc.getText("text").toString());
    }

    /** Looks again and again; the class's timeout ends it. */
    private static void eventually(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.sleep(5);
        }
    }
}
