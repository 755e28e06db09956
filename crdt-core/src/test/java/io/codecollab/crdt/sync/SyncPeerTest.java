package io.codecollab.crdt.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncPeerTest {

    private final Doc left = new Doc();
    private final Doc right = new Doc();
    private final Wire toRight = new Wire();
    private final Wire toLeft = new Wire();
    private final SyncPeer leftPeer = new SyncPeer(left, toRight::send);
    private final SyncPeer rightPeer = new SyncPeer(right, toLeft::send);

    @Test
    void oneStartSyncsBothEnds() {
        left.getText("t").insert(0, "left");
        right.getText("t").insert(0, "right");

        leftPeer.start();
        deliverAll();

        assertThat(left.getText("t").toString())
                .isEqualTo(right.getText("t").toString())
                .hasSize(9);
        assertThat(leftPeer.synced()).isTrue();
        assertThat(rightPeer.synced()).isTrue();
        assertThat(toRight.sent).containsExactly("step 1", "step 2");
        assertThat(toLeft.sent).containsExactly("step 2", "step 1");
    }

    @Test
    void bothMayStart() {
        left.getText("t").insert(0, "left");

        leftPeer.start();
        rightPeer.start();
        deliverAll();

        assertThat(right.getText("t").toString()).isEqualTo("left");
        assertThat(toRight.sent).containsExactly("step 1", "step 2");
        assertThat(toLeft.sent).containsExactly("step 1", "step 2");
    }

    @Test
    void changesArePassedOnAndNotSentBack() {
        leftPeer.start();
        deliverAll();
        toRight.sent.clear();
        toLeft.sent.clear();

        left.getText("t").insert(0, "a");
        right.getText("t").insert(0, "b");
        deliverAll();

        assertThat(left.getText("t").toString())
                .isEqualTo(right.getText("t").toString())
                .hasSize(2);
        assertThat(toRight.sent).containsExactly("update");
        assertThat(toLeft.sent).containsExactly("update");
    }

    @Test
    void changesMadeDuringTheHandshakeArrive() {
        left.getText("t").insert(0, "1");
        leftPeer.start();
        left.getText("t").insert(1, "2");
        toRight.deliverOne(rightPeer);
        left.getText("t").insert(2, "3");
        right.getText("t").insert(0, "0");
        deliverAll();

        assertThat(right.getText("t").toString())
                .isEqualTo(left.getText("t").toString())
                .contains("123", "0");
        assertThat(leftPeer.synced()).isTrue();
    }

    @Test
    void nothingIsSentBeforeTheStart() {
        left.getText("t").insert(0, "a");

        assertThat(toRight.sent).isEmpty();
    }

    @Test
    void startingAgainAsksAgain() {
        leftPeer.start();
        deliverAll();

        leftPeer.start();
        deliverAll();

        assertThat(toRight.sent).containsExactly("step 1", "step 2", "step 1");
        assertThat(toLeft.sent).containsExactly("step 2", "step 1", "step 2");
    }

    @Test
    void syncedIsToldOnce() {
        List<String> heard = new ArrayList<>();
        leftPeer.onSynced(() -> heard.add("first"));

        leftPeer.start();
        deliverAll();
        leftPeer.start();
        deliverAll();
        leftPeer.onSynced(() -> heard.add("late"));

        assertThat(heard).containsExactly("first", "late");
    }

    @Test
    void originOfWhatArrivesIsThePeer() {
        List<Object> origins = new ArrayList<>();
        right.onUpdate((update, origin, doc, transaction) -> origins.add(String.valueOf(origin == rightPeer)));

        left.getText("t").insert(0, "a");
        leftPeer.start();
        deliverAll();

        assertThat(origins).containsExactly("true");
    }

    @Test
    void unreadableMessageChangesNothingAndTheConversationGoesOn() {
        left.getText("t").insert(0, "a");
        leftPeer.start();

        for (SyncMessage broken : List.of(
                new SyncMessage.Step1(new byte[] {1}),
                new SyncMessage.Step2(new byte[] {1, 1}),
                new SyncMessage.Update(new byte[0]))) {
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> leftPeer.receive(broken));
        }
        assertThat(leftPeer.synced()).isFalse();

        deliverAll();
        assertThat(leftPeer.synced()).isTrue();
        assertThat(right.getText("t").toString()).isEqualTo("a");
    }

    @Test
    void closedPeerIsSilentAndDeaf() {
        leftPeer.start();
        deliverAll();
        toRight.sent.clear();

        leftPeer.close();
        left.getText("t").insert(0, "a");
        right.getText("t").insert(0, "b");
        deliverAll();

        assertThat(toRight.sent).isEmpty();
        assertThat(left.getText("t").toString()).isEqualTo("a");
        assertThatIllegalStateException().isThrownBy(leftPeer::start);
    }

    /** Three documents around one replica: it hands on what arrives, also what it can only park (pitfall 40). */
    @Test
    void replicaInTheMiddlePassesOnWhatItParks() {
        Doc author = new Doc();
        List<byte[]> updates = new ArrayList<>();
        author.onUpdate((update, origin, doc, transaction) -> updates.add(update));
        author.getText("t").insert(0, "a");
        author.getText("t").insert(1, "b");
        Replica hub = new DocReplica();
        List<byte[]> passedOn = new ArrayList<>();
        SyncPeer hubPeer = new SyncPeer(hub, toLeft::send, applied -> passedOn.add(applied.update()));

        hubPeer.receive(new SyncMessage.Update(updates.get(1)));
        hubPeer.receive(new SyncMessage.Update(updates.get(0)));

        assertThat(hub.text("t")).isEqualTo("ab");
        passedOn.forEach(left::applyUpdate);
        assertThat(left.getText("t").toString()).isEqualTo("ab");
        hubPeer.send(updates.get(0));
        assertThat(toLeft.sent).as("not started yet").isEmpty();
        hubPeer.start();
        hubPeer.send(updates.get(0));
        assertThat(toLeft.sent).containsExactly("step 1", "update");
    }

    /** Two ends that call each other directly: every message is answered before the call that sent it returns. */
    @Test
    void endsMayCallEachOtherDirectly() {
        Doc one = new Doc();
        Doc other = new Doc();
        SyncPeer[] ends = new SyncPeer[2];
        ends[0] = new SyncPeer(one, message -> ends[1].receive(message));
        ends[1] = new SyncPeer(other, message -> ends[0].receive(message));
        one.getText("t").insert(0, "a");

        ends[0].start();
        other.getText("t").insert(1, "b");
        one.getText("t").insert(2, "c");

        assertThat(one.getText("t").toString()).isEqualTo("abc");
        assertThat(other.getText("t").toString()).isEqualTo("abc");
        assertThat(ends[0].synced() && ends[1].synced()).isTrue();
    }

    private void deliverAll() {
        while (!toRight.isEmpty() || !toLeft.isEmpty()) {
            toRight.deliverOne(rightPeer);
            toLeft.deliverOne(leftPeer);
        }
    }

    /** A line between the two ends: bytes, in order, not lost. */
    private static final class Wire {
        private final Deque<byte[]> inFlight = new ArrayDeque<>();
        final List<String> sent = new ArrayList<>();

        void send(SyncMessage message) {
            inFlight.add(SyncProtocol.encode(message));
            sent.add(
                    message instanceof SyncMessage.Step1
                            ? "step 1"
                            : message instanceof SyncMessage.Step2 ? "step 2" : "update");
        }

        boolean isEmpty() {
            return inFlight.isEmpty();
        }

        void deliverOne(SyncPeer receiver) {
            byte[] message = inFlight.poll();
            if (message != null) {
                receiver.receive(SyncProtocol.decode(message));
            }
        }
    }
}
