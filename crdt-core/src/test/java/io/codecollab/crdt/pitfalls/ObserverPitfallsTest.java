package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.updatesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.Subscription;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Listeners that edit, leave, and throw. */
class ObserverPitfallsTest {

    private final Doc doc = doc(1);
    private final List<String> log = new ArrayList<>();

    /** Each edit of a listener is a transaction of its own, after the one that was listened to. */
    @Pitfall(70)
    @Test
    void listenersMayEdit() {
        Scenario yjs = Scenario.named("recursion");
        YArray array = doc.getArray("a");

        List<String> updates = updatesOf(doc, () -> {
            doc.onAfterTransaction(transaction -> {
                if (array.length() < 3) {
                    array.push(array.length());
                }
                log.add("after " + array.length());
            });
            array.observe(event -> log.add("observe " + array.length()));
            doc.onAfterAllTransactions(all -> log.add("all " + all.size()));
            array.push("start");
        });

        assertThat(updates).isEqualTo(yjs.recorded().elements("updates"));
        assertThat(log).isEqualTo(yjs.recorded().elements("log"));
        assertThat(array.toJson()).isEqualTo(yjs.recorded().parsed("json"));
        yjs.assertState(doc);
    }

    @Pitfall(70)
    @Test
    void everybodyIsHeardWhateverSomebodyThrows() {
        IllegalStateException first = new IllegalStateException("first");
        YMap map = doc.getMap("m");
        map.observe(event -> {
            log.add("observe");
            throw first;
        });
        map.observe(event -> log.add("observe too"));
        map.observeDeep(events -> {
            log.add("observeDeep");
            throw new IllegalStateException("second");
        });
        doc.onAfterTransaction(transaction -> log.add("after"));
        doc.onAfterTransactionCleanup(transaction -> log.add("cleanup"));
        doc.onUpdate((update, origin, source, transaction) -> log.add("update"));
        doc.onAfterAllTransactions(all -> log.add("all"));

        Throwable thrown = catchThrowable(() -> map.set("k", 1));

        assertThat(thrown).isSameAs(first);
        assertThat(log).containsExactly("observe", "observe too", "observeDeep", "after", "cleanup", "update", "all");
        assertThat(map.toJson()).isEqualTo(Map.of("k", 1L));
    }

    /** An exception in a transaction undoes nothing; what happened is told, and the next transaction is a normal one. */
    @Pitfall(70)
    @Test
    void failedTransactionIsFinishedProperly() {
        Doc mirror = doc(2);
        doc.onUpdate((update, origin, source, transaction) -> mirror.applyUpdate(update));

        Throwable thrown = catchThrowable(() -> doc.transact(transaction -> {
            doc.getText("t").insert(0, "half");
            throw new IllegalStateException("on the way");
        }));
        doc.getText("t").insert(4, " and half");

        assertThat(thrown).hasMessage("on the way");
        assertThat(mirror.getText("t").toString()).isEqualTo("half and half");
        assertThat(mirror.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
    }

    @Pitfall(70)
    @Test
    void listenersMayLeaveAndJoinWhileTheyAreCalled() {
        YArray array = doc.getArray("a");
        List<Subscription> subscriptions = new ArrayList<>();
        subscriptions.add(array.observe(event -> {
            log.add("once");
            subscriptions.get(0).close();
            array.observe(later -> log.add("joined"));
        }));
        array.observe(event -> log.add("always"));

        array.push(1);
        log.add("|");
        array.push(2);

        assertThat(log).containsExactly("once", "always", "|", "always", "joined");
    }

    @Pitfall(70)
    @Test
    void editsWithinAListenerAreHeardByTheOthersToo() {
        YMap map = doc.getMap("m");
        map.observe(event -> {
            if (!map.has("echo")) {
                map.set("echo", true);
            }
        });
        map.observe(event -> log.add(event.keysChanged().toString()));

        map.set("k", 1);

        assertThat(log).containsExactly("[k]", "[echo]");
    }
}
