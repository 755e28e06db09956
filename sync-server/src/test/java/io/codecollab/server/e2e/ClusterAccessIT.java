package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static io.codecollab.server.e2e.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.auth.Token;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the owner changes on one instance counts at once for those who are connected to another. */
class ClusterAccessIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final String OWNER = "ann";

    private static Cluster cluster;
    private static NodeHost host;
    private static HttpClient client;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        cluster = new Cluster(folder, 2, "--auth", "jwt", "--jwt-secret", Token.SECRET);
        host = NodeHost.start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
        cluster.close();
    }

    @Test
    void whoIsNoMemberAnyMoreIsSentAwayFromEveryInstance() throws Throwable {
        owner("POST", "/documents", "{\"name\":\"left\",\"title\":\"Left\"}", 201);
        owner("PUT", "/documents/left/members/bob", "{\"role\":\"editor\"}", 200);
        try (Editor bob = open("left", "bob")) {
            bob.insert(0, "here");
            eventually(() -> assertThat(bob.isSynced()).isTrue());
            assertThat(bob.lastClose()).isNull();

            owner("DELETE", "/documents/left/members/bob", "", 204);

            within(AT_ONCE, () -> assertThat(bob.lastClose()).isEqualTo(4403L));
        }
    }

    @Test
    void whoIsSentAwayIsGoneFromEveryInstanceAndMayComeBack() throws Throwable {
        owner("POST", "/documents", "{\"name\":\"kicked\",\"title\":\"Kicked\"}", 201);
        owner("PUT", "/documents/kicked/members/bob", "{\"role\":\"editor\"}", 200);
        try (Editor bob = open("kicked", "bob")) {
            eventually(() -> assertThat(bob.isSynced()).isTrue());

            owner("DELETE", "/documents/kicked/sessions/bob", "", 204);

            within(AT_ONCE, () -> assertThat(bob.lastClose()).isEqualTo(4403L));
        }
        try (Editor bobAgain = open("kicked", "bob")) {
            eventually(() -> assertThat(bobAgain.isSynced()).isTrue());
        }
    }

    @Test
    void whoBecomesAViewerWritesNoMoreAndStays() throws Throwable {
        owner("POST", "/documents", "{\"name\":\"viewed\",\"title\":\"Viewed\"}", 201);
        owner("PUT", "/documents/viewed/members/bob", "{\"role\":\"editor\"}", 200);
        try (Editor bob = open("viewed", "bob");
                Editor ann = host.open(ClientKind.Y_WEBSOCKET_3, cluster.address(0), "viewed", token(OWNER))) {
            bob.insert(0, "before");
            eventually(() -> assertThat(ann.text()).isEqualTo("before"));

            owner("PUT", "/documents/viewed/members/bob", "{\"role\":\"viewer\"}", 200);
            Thread.sleep(AT_ONCE.toMillis());
            bob.insert(0, "after ");
            ann.insert(0, "ann ");

            eventually(() -> assertThat(bob.text()).contains("ann "));
            assertThat(ann.text()).isEqualTo("ann before");
            assertThat(bob.lastClose()).isNull();
        }
    }

    private static Editor open(String document, String user) {
        return host.open(ClientKind.Y_WEBSOCKET_3, cluster.address(1), document, token(user));
    }

    private static Map<String, Object> token(String user) {
        return Map.of("token", Token.of(user).signed());
    }

    /** The owner asks the first instance. */
    private static void owner(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + cluster.address(0) + "/api/v1" + path))
                .header("Authorization", "Bearer " + Token.of(OWNER).signed())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }
}
