package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.Caller;
import io.codecollab.server.Caller.Reply;
import io.codecollab.server.webhook.Receiver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program outside is told by the jar what people in npm editors do. */
class WebhookIT {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    private Path data;

    @Test
    void itIsToldWhoComesWhatChangesAndWhoGoes() throws Throwable {
        try (Receiver receiver = new Receiver();
                CodecollabJar server =
                        CodecollabJar.serving(data, "--webhook-url", receiver.url(), "--webhook-secret", SECRET)) {
            try (Editor ann = Editor.open(server, "told")) {
                eventually(() -> assertThat(ann.isSynced()).isTrue());
                ann.insert(0, "hello");
                ann.insert(5, ", world");
                eventually(() -> assertThat(typesTold(receiver)).containsExactly("user.joined", "document.changed"));
            }

            eventually(() ->
                    assertThat(typesTold(receiver)).containsExactly("user.joined", "document.changed", "user.left"));
            assertThat(receiver.taken())
                    .allMatch(told -> "told".equals(told.data().get("document")))
                    .allMatch(told -> told.signature().startsWith("v1,"));
        }
    }

    @Test
    void whoCanSendMailIsToldOfInvitations() throws Throwable {
        try (Receiver receiver = new Receiver();
                CodecollabJar server = CodecollabJar.serving(
                        data, "--auth", "jwt", "--webhook-url", receiver.url(), "--webhook-secret", SECRET)) {
            Caller stranger = Caller.stranger(server.httpUrl());
            Reply bob = stranger.post("/auth/register", credentials("bob"));
            Caller ann = stranger.with(
                    stranger.post("/auth/register", credentials("ann")).text("accessToken"));
            String document =
                    ann.post("/documents", Map.of("title", "Our plan")).text("name");

            Reply invitation =
                    ann.post("/documents/" + document + "/invitations", Map.of("user", "bob", "role", "editor"));

            eventually(() -> assertThat(typesTold(receiver)).containsExactly("document.created", "invitation.created"));
            assertThat(receiver.taken().get(1).data())
                    .containsEntry("document", document)
                    .containsEntry(
                            "invitation",
                            Map.of(
                                    "id",
                                    invitation.text("id"),
                                    "role",
                                    "editor",
                                    "user",
                                    Map.of("id", bob.text("user"), "name", "bob"),
                                    "expiresAt",
                                    invitation.text("expiresAt")));
        }
    }

    private static Map<String, String> credentials(String name) {
        return Map.of("name", name, "password", "correct horse battery");
    }

    @Test
    void aSecretThatIsTooShortIsRefusedInOneLine() throws Exception {
        try (CodecollabJar server = CodecollabJar.runBriefly(
                "--data",
                data.toString(),
                "--port",
                "0",
                "--webhook-url",
                "https://example.org",
                "--webhook-secret",
                "x")) {
            assertThat(server.awaitExit()).isNotZero();
            assertThat(server.output())
                    .containsExactly("codecollab: --webhook-url needs a --webhook-secret of at least 24 characters");
        }
    }

    private static List<String> typesTold(Receiver receiver) {
        return receiver.taken().stream().map(Receiver.Delivery::type).toList();
    }
}
