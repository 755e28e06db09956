package io.codecollab.crdt.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncPeer;
import io.codecollab.crdt.sync.SyncProtocol;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Two documents in one process. */
class InProcessSyncExampleTest {

    @Test
    void updatesAreHandedFromOneDocumentToTheOther() {
        // tag::updates[]
        Doc alice = new Doc();
        Doc bob = new Doc();
        alice.onUpdate((update, origin, doc, transaction) -> bob.applyUpdate(update));

        alice.getText("notes").insert(0, "Hello");
        alice.getText("notes").insert(5, ", Bob");

        String notes = bob.getText("notes").toString(); // "Hello, Bob"
        // end::updates[]

        assertThat(notes).isEqualTo("Hello, Bob");
    }

    @Test
    void documentsThatWereApartExchangeWhatTheOtherLacks() {
        Doc alice = new Doc();
        Doc bob = new Doc();
        alice.getText("notes").insert(0, "Hello");
        bob.getMap("settings").set("language", "java");

        // tag::diff[]
        byte[] forBob = alice.encodeStateAsUpdate(bob.encodeStateVector());
        byte[] forAlice = bob.encodeStateAsUpdate(alice.encodeStateVector());
        bob.applyUpdate(forBob);
        alice.applyUpdate(forAlice);
        // end::diff[]

        assertThat(alice.getMap("settings").get("language")).isEqualTo("java");
        assertThat(bob.getText("notes").toString()).isEqualTo("Hello");
        assertThat(alice.encodeStateAsUpdate()).isEqualTo(bob.encodeStateAsUpdate());
    }

    @Test
    void peersKeepTwoDocumentsInSyncOverAnyConnection() {
        Doc alice = new Doc();
        Doc bob = new Doc();
        alice.getText("notes").insert(0, "written offline");

        // tag::peers[]
        Queue<byte[]> toBob = new ArrayDeque<>(); // any connection that keeps the order
        Queue<byte[]> toAlice = new ArrayDeque<>();
        SyncPeer alicesEnd = new SyncPeer(alice, message -> toBob.add(SyncProtocol.encode(message)));
        SyncPeer bobsEnd = new SyncPeer(bob, message -> toAlice.add(SyncProtocol.encode(message)));

        alicesEnd.onSynced(() -> alice.getText("notes").insert(0, "Now we both see what was "));
        alicesEnd.start();

        while (!toBob.isEmpty() || !toAlice.isEmpty()) {
            receive(bobsEnd, toBob.poll());
            receive(alicesEnd, toAlice.poll());
        }
        // end::peers[]

        assertThat(bob.getText("notes").toString()).isEqualTo("Now we both see what was written offline");
    }

    private static void receive(SyncPeer end, byte @org.jspecify.annotations.Nullable [] bytes) {
        if (bytes != null) {
            SyncMessage message = SyncProtocol.decode(bytes);
            end.receive(message);
        }
    }
}
