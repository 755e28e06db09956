package io.codecollab.server.session;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.update.DecodedUpdate;
import io.codecollab.crdt.update.DecodedUpdate.Kind;
import io.codecollab.crdt.update.Updates;

/** Whether merging an update would change nothing. */
final class Contained {

    private Contained() {}

    /**
     * Whether a replica has everything that is in an update.
     *
     * @throws io.codecollab.crdt.lib0.DecodeException if it is no update
     */
    static boolean in(Replica replica, byte[] update) {
        byte[] stateVector = replica.encodeStateVector();
        DecodedUpdate rest = Updates.decodeUpdate(Updates.diffUpdate(update, stateVector));
        if (rest.structs().stream().anyMatch(struct -> struct.kind() != Kind.SKIP)) {
            return false;
        }
        if (rest.deleteSet().isEmpty()) {
            return true;
        }
        DecodedUpdate known = Updates.decodeUpdate(replica.encodeStateAsUpdate(stateVector));
        return rest.deleteSet().diff(known.deleteSet()).isEmpty();
    }
}
