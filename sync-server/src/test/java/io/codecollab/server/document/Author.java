package io.codecollab.server.document;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.Updates;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A client with a copy of its own that types, deletes, takes in what it is told, and keeps what was acknowledged. One thread. */
final class Author extends Listener {

    private static final String[] SOURCES = {"a", "b", "c", "d"};

    private final Doc doc = new Doc();
    private final Queue<StateVector> unacknowledged = new ArrayDeque<>();
    private @Nullable StateVector acknowledged;
    private boolean taking;
    private byte[] typed = {};

    Author(long clientId) {
        doc.clientId(clientId);
        doc.onUpdate((update, origin, updated, transaction) -> {
            if (!taking) {
                typed = update;
            }
        });
    }

    /** Makes a random edit at a random place, based on all it knows. */
    byte[] edit(Random random) {
        var text = doc.getText("t");
        int length = text.length();
        if (length > 4 && random.nextInt(3) == 0) {
            int at = random.nextInt(length - 1);
            text.delete(at, 1);
        } else {
            text.insert(random.nextInt(length + 1), SOURCES[random.nextInt(SOURCES.length)]);
        }
        unacknowledged.add(StateVector.decode(doc.encodeStateVector()));
        return typed;
    }

    /** Everything it has. */
    byte[] state() {
        return doc.encodeStateAsUpdate();
    }

    /** What it had when it made the last edit that was acknowledged. */
    @Nullable
    StateVector acknowledged() {
        return acknowledged;
    }

    void take(byte[] update) {
        taking = true;
        doc.applyUpdate(update);
        taking = false;
    }

    @Override
    public void edited(EditBatch batch) {
        take(Updates.mergeUpdates(batch.edits().stream().map(Edit::update).toList()));
    }

    @Override
    public void caughtUp(CatchUp answer) {
        answer.parts().forEach(part -> take(part.payload()));
    }

    @Override
    public void saved(Edit edit) {
        acknowledged = unacknowledged.poll();
    }
}
