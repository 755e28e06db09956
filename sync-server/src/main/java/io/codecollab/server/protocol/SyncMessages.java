package io.codecollab.server.protocol;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncMessage.Step1;
import io.codecollab.crdt.sync.SyncMessage.Step2;
import io.codecollab.crdt.sync.SyncProtocol;

/** The messages of the sync protocol that all dialects have in common. */
final class SyncMessages {

    private SyncMessages() {}

    static Message read(ByteReader reader) {
        SyncMessage message = SyncProtocol.read(reader);
        if (message instanceof Step1 step1) {
            return new Message.SyncRequest(step1.stateVector());
        } else if (message instanceof Step2 step2) {
            return new Message.SyncAnswer(step2.update());
        }
        return new Message.Edit(((SyncMessage.Update) message).update());
    }
}
