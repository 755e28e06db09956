package io.codecollab.server.document;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.update.Updates;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What newcomers and those who fell behind lack. All who come with nothing before the next edit share one answer and its
 * encodings; it lives as long as one of them still has parts of it to take. Document thread only.
 */
final class CatchUps {

    /**
     * How large a part of a large document is: one takes a slow client a few seconds, and y-websocket hangs up when it has
     * seen no whole message for 30.
     */
    static final int PART_BYTES = 256 << 10;

    private WeakReference<@Nullable CatchUp> whole = new WeakReference<>(null);

    /** The document was edited. */
    void changed() {
        whole.clear();
    }

    /** What somebody with this encoded state vector lacks. */
    CatchUp answer(Replica replica, byte[] stateVector) {
        if (stateVector.length != 1 || stateVector[0] != 0) {
            return split(replica, replica.encodeStateAsUpdate(stateVector), stateVector);
        }
        CatchUp known = whole.get();
        if (known == null) {
            known = split(replica, replica.encodeStateAsUpdate(), stateVector);
            whole = new WeakReference<>(known);
        }
        return known;
    }

    private static CatchUp split(Replica replica, byte[] update, byte[] stateVector) {
        List<byte[]> parts = Updates.split(update, PART_BYTES, stateVector);
        return new CatchUp(
                replica.encodeStateVector(), parts.stream().map(Broadcast::new).toList());
    }
}
