package io.codecollab.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What every {@link WebhookStore} keeps. */
public abstract class WebhookStoreContract extends StoresContract {

    private static final long MINUTE_MS = 60_000;

    @Test
    void findsReplacesAndRemovesWebhooks() {
        Webhook hook = hook("1", "created", "changed");
        webhooks().put(hook);
        webhooks().put(new Webhook("1", "https://elsewhere/", "other", Set.of(), NOW));
        webhooks().put(hook("2", "created"));

        assertThat(webhooks().webhooks()).extracting(Webhook::id).containsExactly("1", "2");
        assertThat(webhooks().find("1")).contains(new Webhook("1", "https://elsewhere/", "other", Set.of(), NOW));
        assertThat(webhooks().remove("1")).isTrue();
        assertThat(webhooks().remove("1")).isFalse();
        assertThat(webhooks().find("1")).isEmpty();
    }

    @Test
    void tellsWhoWantsToHear() {
        webhooks().put(hook("1", "created"));
        webhooks().put(hook("2", "created", "changed"));
        webhooks().put(hook("3", "created.not"));

        assertThat(webhooks().enqueue("changed", "{}", NOW, 10)).isEqualTo(1);
        assertThat(webhooks().enqueue("created", "{\"a\":1}", NOW, 10)).isEqualTo(2);

        assertThat(claim(NOW))
                .extracting(WebhookDelivery::webhook, WebhookDelivery::event, WebhookDelivery::payload)
                .containsExactlyInAnyOrder(
                        tuple("2", "changed", "{}"),
                        tuple("1", "created", "{\"a\":1}"),
                        tuple("2", "created", "{\"a\":1}"));
    }

    @Test
    void boundsWhatWaitsForEach() {
        webhooks().put(hook("1", "changed"));
        for (int i = 0; i < 5; i++) {
            webhooks().enqueue("changed", "{}", NOW, 3);
        }

        assertThat(webhooks().waiting()).isEqualTo(3);
    }

    @Test
    void isDueAgainUnlessItWasDelivered() {
        webhooks().put(hook("1", "changed"));
        webhooks().enqueue("changed", "a", NOW, 10);
        webhooks().enqueue("changed", "b", NOW, 10);

        List<WebhookDelivery> claimed = claim(NOW);
        assertThat(claimed).extracting(WebhookDelivery::payload).containsExactly("a", "b");
        assertThat(claimed).extracting(WebhookDelivery::attempts).containsExactly(1, 1);
        assertThat(claim(NOW)).isEmpty();
        webhooks().delivered(claimed.get(0).id());

        List<WebhookDelivery> again = claim(NOW + MINUTE_MS);
        assertThat(again).extracting(WebhookDelivery::payload).containsExactly("b");
        assertThat(again).extracting(WebhookDelivery::attempts).containsExactly(2);
        webhooks().postpone(again.get(0).id(), NOW + 5 * MINUTE_MS, "status=500\0");
        assertThat(claim(NOW + 3 * MINUTE_MS)).isEmpty();
        assertThat(claim(NOW + 5 * MINUTE_MS)).hasSize(1);
        assertThat(webhooks().waiting()).isEqualTo(1);
    }

    @Test
    void theLongestDueComeFirst() {
        webhooks().put(hook("1", "changed"));
        for (int i = 0; i < 5; i++) {
            webhooks().enqueue("changed", "p" + i, NOW - i, 10);
        }

        assertThat(webhooks().claim(NOW, NOW + 1, 2))
                .extracting(WebhookDelivery::payload)
                .containsExactly("p3", "p4");
    }

    @Test
    void oneServerClaimsADelivery() throws Exception {
        webhooks().put(hook("1", "changed"));
        for (int i = 0; i < 40; i++) {
            webhooks().enqueue("changed", "p" + i, NOW, 100);
        }
        List<Callable<List<WebhookDelivery>>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            WebhookStore store = either(i).webhooks();
            calls.add(() -> store.claim(NOW, NOW + MINUTE_MS, 20));
        }

        List<Long> claimed = new ArrayList<>();
        atOnce(calls).forEach(each -> each.forEach(delivery -> claimed.add(delivery.id())));
        claim(NOW).forEach(delivery -> claimed.add(delivery.id()));

        assertThat(claimed).doesNotHaveDuplicates().hasSize(40);
    }

    @Test
    void whatAWebhookWasNotToldGoesWithIt() {
        webhooks().put(hook("1", "changed"));
        webhooks().enqueue("changed", "{}", NOW, 10);

        webhooks().remove("1");

        assertThat(webhooks().waiting()).isZero();
    }

    private WebhookStore webhooks() {
        return stores().webhooks();
    }

    private List<WebhookDelivery> claim(long nowMs) {
        return webhooks().claim(nowMs, nowMs + MINUTE_MS, 100);
    }

    private static Webhook hook(String id, String... events) {
        return new Webhook(id, "https://example.org/" + id, "secret", Set.of(events), NOW);
    }
}
