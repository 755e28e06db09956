package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.JsonText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People on y-webrtc find each other through the server; what they type goes past it. */
class SignalingIT {

    private static CodecollabJar server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = CodecollabJar.serving(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** With a password, what passes through the server is encrypted, and none of its business. */
    @ParameterizedTest
    @ValueSource(strings = {"", "password"})
    void twoFindEachOther(String password) throws Throwable {
        String document = "peers" + password;
        Map<String, Object> options = password.isEmpty() ? Map.of() : Map.of("password", password);
        try (NodeHost here = NodeHost.start();
                NodeHost there = NodeHost.start()) {
            Editor ann = here.open(ClientKind.Y_WEBRTC, server, document, options);
            ann.insert(0, "past the server");

            Editor bob = there.open(ClientKind.Y_WEBRTC, server, document, options);

            eventually(() -> assertThat(bob.text()).isEqualTo("past the server"));
            bob.present(Map.of("name", "Bob"));
            eventually(() -> assertThat(ann.others()).hasToString("[{name=Bob}]"));
            assertThat(bob.ask("peerCount")).isEqualTo(1L);
        }
    }

    @Test
    void whatIsPublishedReachesAllSubscribersAndTheSender() throws Throwable {
        try (RawClient ann = RawClient.at(server, "/signaling");
                RawClient bob = RawClient.at(server, "/signaling");
                RawClient eve = RawClient.at(server, "/signaling")) {
            subscribe(ann, "room", "another");
            subscribe(bob, "room");
            subscribe(eve, "another");

            ann.sendText("{\"type\":\"publish\",\"topic\":\"room\",\"data\":{\"any\":[1,\"thing\"]}}");

            Map<String, Object> expected = Map.of(
                    "type", "publish", "topic", "room", "data", Map.of("any", List.of(1L, "thing")), "clients", 2L);
            assertThat(JsonText.read(ann.receiveText())).isEqualTo(expected);
            assertThat(JsonText.read(bob.receiveText())).isEqualTo(expected);
            assertHeardNothing(eve);
        }
    }

    @Test
    void whoHasUnsubscribedOrLeftIsNotCounted() throws Throwable {
        try (RawClient ann = RawClient.at(server, "/signaling");
                RawClient bob = RawClient.at(server, "/signaling")) {
            subscribe(ann, "leaving");
            subscribe(bob, "leaving");
            try (RawClient eve = RawClient.at(server, "/signaling")) {
                subscribe(eve, "leaving");
            }
            bob.sendText("{\"type\":\"unsubscribe\",\"topics\":[\"leaving\"]}");
            assertHeardNothing(bob);

            eventually(() -> {
                ann.sendText("{\"type\":\"publish\",\"topic\":\"leaving\"}");
                assertThat(JsonText.read(ann.receiveText()))
                        .isEqualTo(Map.of("type", "publish", "topic", "leaving", "clients", 1L));
            });
            assertHeardNothing(bob);
        }
    }

    /** Subscribes, and waits until the server has dealt with that. */
    private static void subscribe(RawClient client, String... topics) throws InterruptedException {
        client.sendText(JsonText.write(Map.of("type", "subscribe", "topics", List.of(topics))));
        assertHeardNothing(client);
    }

    /** A client's messages are answered in their order: nothing has come when the answer to a ping is the first to come. */
    private static void assertHeardNothing(RawClient client) throws InterruptedException {
        client.sendText("{\"type\":\"ping\"}");
        assertThat(JsonText.read(client.receiveText())).isEqualTo(Map.of("type", "pong"));
    }
}
