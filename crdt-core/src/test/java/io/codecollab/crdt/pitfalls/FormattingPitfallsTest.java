package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.hex;
import static io.codecollab.crdt.pitfalls.Scenario.updatesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats: who cleans up after them, and who must not. */
class FormattingPitfallsTest {

    private static final Map<String, Object> BOLD = Map.of("bold", true);

    /** In Yjs a root type that is asked for after its content arrived forgets that it has formats. */
    @Pitfall(46)
    @Test
    void rootTypeBehavesTheSameWhetherDefinedBeforeOrAfterItsContent() {
        Doc author = doc(1);
        author.getText("t").insert(0, "hello", BOLD);
        Doc before = doc(2);
        before.getText("t");
        Doc after = doc(2);

        before.applyUpdate(author.encodeStateAsUpdate());
        after.applyUpdate(author.encodeStateAsUpdate());
        before.getText("t").insert(5, "!");
        after.getText("t").insert(5, "!");

        assertThat(before.getText("t").toDelta()).containsExactly(new DeltaOp.Insert("hello!", BOLD));
        assertThat(after.getText("t").toDelta()).isEqualTo(before.getText("t").toDelta());
        assertThat(hex(after.encodeStateAsUpdate())).isEqualTo(hex(before.encodeStateAsUpdate()));
    }

    /** Two made overlapping ranges bold: the replica that sees both deletes the marker too many, and tells everybody. */
    @Pitfall(47)
    @ParameterizedTest
    @ValueSource(strings = {"cleanupAfterFormat", "cleanupAfterDelete", "cleanupNothing"})
    void receiverCleansUpAsYjsDoes(String scenario) {
        Scenario yjs = Scenario.named(scenario);
        Doc passive = doc(3);
        passive.getText("t");

        List<String> emitted = updatesOf(passive, () -> yjs.updates().forEach(passive::applyUpdate));

        assertThat(emitted).isEqualTo(yjs.recorded().elements("emitted"));
        yjs.assertState(passive);
    }

    @Pitfall(47)
    @ParameterizedTest
    @ValueSource(strings = {"cleanupAfterFormat", "cleanupAfterDelete"})
    void receiverThatMustNotWriteDoesNot(String scenario) {
        Scenario yjs = Scenario.named(scenario);
        Doc server = new Doc(DocOptions.defaults().withClientId(3).withCleanupFormatting(false));
        server.getText("t");

        List<String> emitted = updatesOf(server, () -> yjs.updates().forEach(server::applyUpdate));

        assertThat(emitted).isEqualTo(yjs.recorded().elements("emitted").subList(0, 2));
    }

    /** In Yjs the getter of an event's delta deletes markers it finds to be redundant. */
    @Pitfall(48)
    @ParameterizedTest
    @ValueSource(strings = {"cleanupAfterFormat", "cleanupAfterDelete", "cleanupNothing"})
    void lookingAtADeltaChangesNothing(String scenario) {
        Scenario yjs = Scenario.named(scenario);
        Doc blind = doc(3);
        blind.getText("t");
        Doc looking = doc(4);
        List<List<DeltaOp>> deltas = new ArrayList<>();
        looking.getText("t").observe(event -> deltas.add(event.delta()));

        List<String> unseen = updatesOf(blind, () -> yjs.updates().forEach(blind::applyUpdate));
        List<String> seen = updatesOf(looking, () -> yjs.updates().forEach(looking::applyUpdate));

        assertThat(deltas).isNotEmpty();
        assertThat(seen).isEqualTo(unseen);
        assertThat(hex(looking.encodeStateAsUpdate())).isEqualTo(hex(blind.encodeStateAsUpdate()));
    }

    /** What an event says happened is what happened: applied to the text before, it gives the text after. */
    @Pitfall(48)
    @Test
    void deltaOfAnEventLeadsFromBeforeToAfter() {
        Doc author = doc(1);
        author.getText("t").insert(0, "hello world");
        Doc mirror = Scenario.copyOf(author, 2);
        author.getText("t").observe(event -> mirror.getText("t").applyDelta(event.delta()));

        author.getText("t").format(0, 5, BOLD);
        author.getText("t").insert(5, ", dear");
        author.getText("t").delete(2, 4);
        author.transact(transaction -> {
            author.getText("t").format(1, 6, Map.of("color", "red"));
            author.getText("t").insertEmbed(3, Map.of("image", "x"));
            author.getText("t").delete(0, 1);
        });

        assertThat(mirror.getText("t").toDelta()).isEqualTo(author.getText("t").toDelta());
    }
}
