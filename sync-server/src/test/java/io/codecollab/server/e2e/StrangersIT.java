package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the jar says, byte for byte, and what it does with those who say what no editor says. */
class StrangersIT {

    /** Client 1 inserts "h" into the text "t". */
    private static final String UPDATE = "01 01 01 00 04 01 01 74 01 68 00";

    private static CodecollabJar server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = CodecollabJar.serving(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void speaksTheBytesOfYWebsocket() throws InterruptedException {
        try (RawClient client = new RawClient(server, "/golden")) {
            assertThat(client.receive()).as("the server's step 1").isEqualTo("00 00 01 00");
            client.send("00 00 01 00");
            assertThat(client.receive()).as("step 2").isEqualTo("00 01 02 00 00");
            client.send("01 06 01 01 00 02 7b 7d");
            client.send("00 01 02 00 00");
            client.send("00 02 0b " + UPDATE);
            assertThat(client.receive()).as("saved").isEqualTo("00 02 0b " + UPDATE);
            client.send("00 00 01 00");
            assertThat(client.receive()).as("step 2").isEqualTo("00 01 0b " + UPDATE);
            client.send("00 00 03 01 01 01");
            assertThat(client.receive()).as("nothing is missing").isEqualTo("00 01 02 00 00");
        }
    }

    @Test
    void tellsANewcomerWhatItLacksAndWhoIsHere() throws InterruptedException {
        String awareness = "01 0d 01 01 01 09 7b 22 6e 22 3a 22 78 22 7d";
        try (RawClient ann = new RawClient(server, "/newcomer")) {
            ann.receive();
            ann.send(awareness);
            ann.send("00 02 0b " + UPDATE);
            ann.receive();

            try (RawClient bob = new RawClient(server, "/newcomer")) {
                assertThat(bob.receive()).as("the server's step 1").isEqualTo("00 00 03 01 01 01");
                assertThat(bob.receive()).as("who is here").isEqualTo(awareness);
                bob.send("03");
                assertThat(bob.receive()).as("who is here, on request").isEqualTo(awareness);
                ann.hangUp();
                assertThat(bob.receive()).as("ann is gone").isEqualTo("01 08 01 01 01 04 6e 75 6c 6c");
            }
        }
    }

    @Test
    void aMalformedUpdateClosesItsSessionAndNoOther() throws Throwable {
        try (Editor ann = Editor.open(server, "bystander");
                RawClient stranger = new RawClient(server, "/bystander")) {
            ann.insert(0, "before");
            eventually(() -> assertThat(ann.isSynced()).isTrue());

            stranger.send("00 02 05 ff ff ff ff ff");
            assertThat(stranger.closeCode()).isEqualTo(4400);

            ann.insert(0, "and after, ");
            try (Editor bob = Editor.open(server, "bystander")) {
                eventually(() -> assertThat(bob.text()).isEqualTo("and after, before"));
            }
            assertThat(ann.connectionCount())
                    .as("connections of the other editor")
                    .isEqualTo(1);
            assertThat(server.output()).anyMatch(line -> line.contains("WARN") && line.contains("document=bystander"));
        }
    }

    @Test
    void anEditorThatSendsAMalformedUpdateIsTheOnlyOneToGo() throws Throwable {
        try (Editor ann = Editor.open(server, "shared");
                Editor bob = Editor.open(server, "shared")) {
            ann.insert(0, "text");
            eventually(() -> assertThat(bob.text()).isEqualTo("text"));

            ann.sendRaw("000203ffffff");

            eventually(() -> assertThat(ann.lastClose()).isEqualTo(4400L));
            assertThat(bob.connectionCount()).isEqualTo(1);
            assertThat(bob.isSynced()).isTrue();
        }
    }

    @Test
    void whatIsNoFrameOfYWebsocketClosesTheSession() {
        for (String frame : new String[] {
            "",
            "00",
            "00 00",
            "00 00 05 00",
            "00 03 00",
            "00 00 01 05",
            "01 01 05",
            "01",
            "02 00 00",
            "04",
            "66 01 00",
            "ff ff ff ff ff ff ff ff ff ff ff"
        }) {
            try (RawClient stranger = new RawClient(server, "/strange")) {
                stranger.send(frame);
                assertThat(stranger.closeCode()).as("frame=[%s]", frame).isEqualTo(4400);
            }
        }
    }

    @Test
    void textIsNotUnderstood() {
        try (RawClient stranger = new RawClient(server, "/strange")) {
            stranger.sendText("hello");
            assertThat(stranger.closeCode()).isEqualTo(4400);
        }
    }

    @Test
    void refusesNamesThatAreNone() {
        for (String path : new String[] {"/%00", "/%zz", "/%", "/%ff", "/" + "x".repeat(257)}) {
            assertThat(RawSocket.answerToUpgrade(server, "/ws" + path))
                    .as("path=%s", path)
                    .isEqualTo("HTTP/1.1 400 Bad Request");
        }
        assertThat(RawSocket.answerToUpgrade(server, "/ws/" + "x".repeat(256)))
                .isEqualTo("HTTP/1.1 101 Switching Protocols");
    }

    @Test
    void servesItsPageAndSaysThatItIsAlive() throws Exception {
        assertThat(get("/").body()).contains("CodeCollab").contains("/assets/");
        assertThat(get("/").headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/ws/document").statusCode()).isEqualTo(426);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.httpUrl() + path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
