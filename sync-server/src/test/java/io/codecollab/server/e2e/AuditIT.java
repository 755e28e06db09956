package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who did what is in the audit log of the jar, and no password is. */
class AuditIT {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void loginsAndThoseTurnedAwayAreNoted() throws Throwable {
        Path file = folder.resolve("audit.log");
        try (CodecollabJar server =
                        CodecollabJar.serving(folder.resolve("data"), "--auth", "jwt", "--audit-log", file.toString());
                NodeHost host = NodeHost.start()) {
            assertThat(post(server, "/auth/register", "ann", PASSWORD)).isEqualTo(201);
            assertThat(post(server, "/auth/login", "ann", "wrong horse battery"))
                    .isEqualTo(401);
            assertThat(post(server, "/auth/login", "ann", PASSWORD)).isEqualTo(200);
            try (Editor stranger =
                    host.open(ClientKind.Y_WEBSOCKET_3, server.address(), "secret", Map.of("token", "forged"))) {
                eventually(() -> assertThat(stranger.lastClose()).isEqualTo(4401L));
            }

            eventually(() -> assertThat(Files.readAllLines(file)).hasSizeGreaterThanOrEqualTo(4));
            assertThat(Files.readString(file))
                    .containsSubsequence(
                            "\"event\":\"POST /auth/register\",\"status\":201",
                            "\"name\":\"ann\"",
                            "\"event\":\"POST /auth/login\",\"status\":401",
                            "\"name\":\"ann\"",
                            "\"event\":\"POST /auth/login\",\"status\":200",
                            "\"event\":\"turned away\",\"document\":\"secret\"")
                    .doesNotContain("horse", "forged");
        }
    }

    private int post(CodecollabJar server, String path, String name, String password) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.httpUrl() + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
