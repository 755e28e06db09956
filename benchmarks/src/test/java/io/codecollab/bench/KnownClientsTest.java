package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import org.junit.jupiter.api.Test;

class KnownClientsTest {

    @Test
    void makesThatManyClientsKnownAndLeavesTheTextAlone() {
        Doc doc = Question.load(KnownClients.update(1_000));
        assertThat(doc.stateVector().size()).isEqualTo(1_000);
        assertThat(doc.getText("others").toString()).hasSize(1_000).containsOnlyOnce("x".repeat(1_000));
        assertThat(Question.text(doc)).isEmpty();
    }
}
