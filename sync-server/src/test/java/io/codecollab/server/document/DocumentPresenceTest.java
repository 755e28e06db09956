package io.codecollab.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.ByteWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is seen in a document, by whom and for how long. */
class DocumentPresenceTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final DocumentByHand doc = new DocumentByHand(new ScriptedJournal());
    private final Listener ann = new Listener();
    private final Listener bob = new Listener();

    /** How many are there beside Ann and Bob. */
    private int fillCount;

    /** A client as an awareness update has it; gone if its state is null. */
    private record Client(long id, long clock, String state) {}

    @BeforeEach
    void annAndBobJoin() {
        doc.load();
        doc.join(ann, bob);
        forget();
    }

    @Test
    void nobodyMaySpeakForAClientOfAnotherConnection() {
        announce(ann, new Client(1, 1, "\"ann\""));
        forget();

        announce(bob, new Client(1, 2, "\"not ann\""));
        announce(bob, new Client(1, 2, "null"));

        assertThat(ann.heard()).isEmpty();
        assertThat(bob.heard()).isEmpty();
        assertThat(everybody()).isEqualTo(presence(new Client(1, 1, "\"ann\"")));
    }

    @Test
    void whatIsSaidOfOwnClientsIsTakenFromAmongOthers() {
        announce(ann, new Client(1, 1, "\"ann\""));
        forget();

        announce(bob, new Client(1, 9, "\"not ann\""), new Client(2, 1, "\"bob\""), new Client(1, 9, "null"));

        assertThat(ann.heard()).containsExactly(presence(new Client(2, 1, "\"bob\"")));
    }

    @Test
    void allClientsOfAConnectionLeaveWithIt() {
        announce(ann, new Client(1, 1, "\"ann\""), new Client(11, 5, "\"ann's other\""));
        announce(bob, new Client(2, 1, "\"bob\""));
        forget();

        doc.leave(ann);

        assertThat(bob.heard()).containsExactly(presence(new Client(1, 1, "null"), new Client(11, 5, "null")));
        assertThat(everybody()).isEqualTo(presence(new Client(2, 1, "\"bob\"")));
    }

    @Test
    void aClientThatSaidGoodbyeMayComeBackOnAnotherConnection() {
        announce(ann, new Client(1, 1, "\"ann\""));
        announce(ann, new Client(1, 2, "null"));
        forget();

        announce(bob, new Client(1, 3, "\"ann\""));
        doc.leave(ann);

        assertThat(bob.heard()).containsExactly(presence(new Client(1, 3, "\"ann\"")));
    }

    @Test
    void aClientThatCameBackBeforeItsOldConnectionEndedIsSeenWhenItAnnouncesItselfAgain() {
        announce(ann, new Client(1, 1, "\"ann\""));
        announce(bob, new Client(1, 2, "\"ann\""));
        forget();

        doc.leave(ann);
        assertThat(bob.heard())
                .as("which makes it announce itself")
                .containsExactly(presence(new Client(1, 1, "null")));
        announce(bob, new Client(1, 3, "\"ann\""));

        assertThat(bob.heard()).containsExactly(presence(new Client(1, 3, "\"ann\"")));
    }

    @Test
    void whoIsSilentForThirtySecondsIsGone() {
        announce(ann, new Client(1, 1, "\"ann\""));
        announce(bob, new Client(2, 1, "\"bob\""));
        forget();
        doc.advance(15_000);
        announce(bob, new Client(2, 2, "\"bob\""));
        forget();

        doc.advance(14_999);
        assertThat(bob.heard()).isEmpty();
        doc.advance(10_000);

        assertThat(bob.heard()).containsExactly(presence(new Client(1, 1, "null")));
        assertThat(everybody()).isEqualTo(presence(new Client(2, 2, "\"bob\"")));
    }

    @Test
    void whoWasSilentMayComeBack() {
        announce(ann, new Client(1, 1, "\"ann\""));
        doc.advance(60_000);
        forget();

        announce(ann, new Client(1, 2, "\"ann\""));
        assertThat(bob.heard()).containsExactly(presence(new Client(1, 2, "\"ann\"")));
        doc.advance(60_000);

        assertThat(bob.heard()).containsExactly(presence(new Client(1, 2, "null")));
    }

    @Test
    void tenMovesOfATurnAreOneMessage() {
        for (int clock = 1; clock <= 10; clock++) {
            doc.document().announce(ann, update(new Client(1, clock, "\"at " + clock + "\"")));
        }
        doc.runTurns();

        assertThat(bob.heard()).containsExactly(presence(new Client(1, 10, "\"at 10\"")));
    }

    @Test
    void tenMovesOfATenthOfASecondAreFewMessagesWhereManyWatch() {
        fillTo(250);
        forget();

        for (int clock = 1; clock <= 10; clock++) {
            announce(ann, new Client(1, clock, "\"at " + clock + "\""));
            doc.advance(10);
        }

        assertThat(bob.heard())
                .as("at once, and after 100 ms")
                .containsExactly(presence(new Client(1, 1, "\"at 1\"")), presence(new Client(1, 10, "\"at 10\"")));
    }

    @Test
    void theMoreWatchTheLongerItIsCollected() {
        for (int count : new int[] {5, 50, 500, 900}) {
            fillTo(count);
            forget();
            announce(ann, new Client(1, count, "\"one\""));
            announce(ann, new Client(1, count + 1, "\"two\""));
            assertThat(bob.heard()).hasSize(1);
            long waitMs = Math.min(250, count * 2 / 5);

            doc.advance(waitMs - 1);
            assertThat(bob.heard()).as("subscribers=%d", count).isEmpty();
            doc.advance(1);
            assertThat(bob.heard()).as("subscribers=%d", count).hasSize(1);
            doc.advance(1_000);
        }
    }

    @Test
    void aLateWordIsNotForgottenWhenNobodyMovesAnyMore() {
        fillTo(100);
        announce(ann, new Client(1, 1, "\"ann\""));
        forget();
        announce(ann, new Client(1, 2, "null"));
        assertThat(bob.heard()).isEmpty();

        doc.advance(40);

        assertThat(bob.heard()).containsExactly(presence(new Client(1, 2, "null")));
    }

    @Test
    void aConnectionBringsNoMoreClientsThanItShould() {
        List<Client> crowd = new ArrayList<>();
        for (int id = 1; id <= 100; id++) {
            crowd.add(new Client(id, 1, "1"));
        }
        announce(ann, crowd.toArray(Client[]::new));
        announce(ann, new Client(1_000, 1, "1"));

        assertThat(bob.heard()).containsExactly(presence(crowd.subList(0, 32).toArray(Client[]::new)));
    }

    @Test
    void newcomersSeeEverybodyAndNobodyIsASingleZero() {
        announce(ann, new Client(1, 1, "\"ann\""));
        doc.leave(ann);
        Listener eve = new Listener();
        doc.join(eve);

        assertThat(eve.heard()).containsExactly("joined 00");
        assertThat(everybody()).isEqualTo("presence 00");
    }

    @Test
    void refusesWhatIsNoAwarenessUpdateWithoutTakingPartOfIt() {
        doc.announce(ann, "02 01 01 01 31 02 01 05 31");

        assertThat(ann.heard()).containsExactly("closed MALFORMED");
        assertThat(bob.heard()).isEmpty();
    }

    private void fillTo(int subscriberCount) {
        while (fillCount + 2 < subscriberCount) {
            doc.document().join(new Listener());
            fillCount++;
        }
        doc.runTurns();
    }

    private void forget() {
        ann.heard();
        bob.heard();
    }

    private void announce(Listener from, Client... clients) {
        doc.document().announce(from, update(clients));
        doc.runTurns();
    }

    private String everybody() {
        forget();
        doc.document().askWhoIsHere(bob);
        doc.runTurns();
        return bob.heard().get(0);
    }

    private static String presence(Client... clients) {
        return "presence " + HEX.formatHex(update(clients));
    }

    private static byte[] update(Client... clients) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(clients.length);
        for (Client client : clients) {
            writer.writeVarUint(client.id());
            writer.writeVarUint(client.clock());
            writer.writeVarString(client.state());
        }
        return writer.toByteArray();
    }
}
