package io.codecollab.server.webhook;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.sqlite.SqliteUpdateStore;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.ops.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real receiver and a real store. */
class WebhooksTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final long FIRST_PAUSE_MS = 20;
    private static final DocumentName NOTES = new DocumentName("notes");

    @TempDir
    private Path folder;

    private final Metrics metrics = new Metrics();
    private Receiver receiver;
    private Stores stores;
    private Webhooks webhooks;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        stores = SqliteUpdateStore.openAll(folder, PersistenceConfig.defaults(), CommitListener.NONE);
        webhooks = begin();
    }

    private Webhooks begin() {
        return Webhooks.start(new WebhookConfig(receiver.url(), SECRET), stores.webhooks(), metrics, FIRST_PAUSE_MS);
    }

    @AfterEach
    void stop() {
        webhooks.close();
        stores.close();
        receiver.close();
        metrics.close();
    }

    @Test
    void tellsWhoDidWhatAndSignsIt() throws Throwable {
        webhooks.created(NOTES, "u1", "Ann");
        webhooks.joined(NOTES, "u2", "Bob");
        webhooks.left(NOTES, "u2", "Bob");

        eventually(() -> assertThat(receiver.taken())
                .extracting(Receiver.Delivery::type)
                .containsExactly("document.created", "user.joined", "user.left"));
        Receiver.Delivery joined = receiver.taken().get(1);
        assertThat(joined.data()).isEqualTo(Map.of("document", "notes", "user", Map.of("id", "u2", "name", "Bob")));
        assertThat(joined.signature())
                .isEqualTo(Signature.of(SECRET, joined.id(), joined.timestampSeconds(), joined.body()));
    }

    @Test
    void tellsWhoIsInvitedToWhat() throws Throwable {
        Map<String, Object> invitation =
                Map.of("id", "i1", "role", "editor", "user", Map.of("id", "u2", "name", "Bob"));

        webhooks.invited(NOTES, "u1", "Ann", invitation);

        eventually(() ->
                assertThat(receiver.taken()).extracting(Receiver.Delivery::type).containsExactly("invitation.created"));
        assertThat(receiver.taken().get(0).data())
                .isEqualTo(Map.of(
                        "document", "notes", "user", Map.of("id", "u1", "name", "Ann"), "invitation", invitation));
    }

    @Test
    void manyEditsAreToldOnce() throws Throwable {
        for (int i = 0; i < 50; i++) {
            webhooks.changed(NOTES);
        }

        eventually(() -> assertThat(receiver.taken()).hasSize(1));
        assertThat(receiver.taken().get(0).type()).isEqualTo("document.changed");
        assertThat(receiver.taken().get(0).data()).isEqualTo(Map.of("document", "notes"));
        eventually(() -> assertThat(stores.webhooks().waiting()).isZero());
    }

    @Test
    void triesAgainUntilItIsTaken() throws Throwable {
        receiver.refuse(3);

        webhooks.created(NOTES, "u1", "Ann");

        eventually(() -> assertThat(receiver.taken()).hasSize(1));
        assertThat(receiver.refused())
                .hasSize(3)
                .allMatch(tried -> tried.id().equals(receiver.taken().get(0).id()));
    }

    @Test
    void whatHappenedIsToldAfterARestart() throws Throwable {
        receiver.refuse(Integer.MAX_VALUE);
        webhooks.created(NOTES, "u1", "Ann");
        webhooks.changed(NOTES);
        eventually(() -> assertThat(receiver.refused()).isNotEmpty());
        webhooks.close();
        receiver.refuse(0);

        webhooks = begin();

        eventually(() -> assertThat(receiver.taken())
                .extracting(Receiver.Delivery::type)
                .containsExactlyInAnyOrder("document.created", "document.changed"));
    }

    @Test
    void whatWasBeingToldWhenTheServerWasStoppedIsToldRightAfterARestart() throws Throwable {
        receiver.refuse(1);
        receiver.hold();
        webhooks.created(NOTES, "u1", "Ann");
        eventually(() -> assertThat(receiver.refused()).hasSize(1));
        webhooks.close();
        receiver.release();

        webhooks = begin();

        eventually(() ->
                assertThat(receiver.taken()).extracting(Receiver.Delivery::type).containsExactly("document.created"));
    }

    @Test
    void whoeverIsNotAskedToTellTellsNobody() {
        try (Webhooks silent = Webhooks.start(WebhookConfig.none(), stores.webhooks(), metrics)) {
            silent.created(NOTES, "u1", "Ann");
            silent.changed(NOTES);
        }

        assertThat(stores.webhooks().waiting()).isZero();
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        assertThatThrownBy(() -> new WebhookConfig("ftp://example.org", SECRET))
                .hasMessage("--webhook-url must be http://... or https://..., is 'ftp://example.org'");
        assertThatThrownBy(() -> new WebhookConfig("https://example.org", "short"))
                .hasMessage("--webhook-url needs a --webhook-secret of at least 24 characters");
        assertThat(new WebhookConfig("https://example.org", SECRET).toString()).doesNotContain("whsec");
    }
}
