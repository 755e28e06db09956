package io.codecollab.bench.load;

/**
 * What happened in one lane, or in several, since the start. Edits are counted one per edit and reader, however they were
 * framed.
 *
 * <p>Event loop only, copies excepted.
 */
final class Tally {

    /** Edits made by writers. */
    long edits;

    /** Edits that arrived for the first time at a reader other than their author. */
    long delivered;

    /** Edits that arrived at a reader which had them already. */
    long duplicates;

    /** Edits confirmed to their author: sent back to it (y-websocket), or a SyncStatus 1 (hocuspocus). */
    long acks;

    /** Updates answered with a SyncStatus 0. */
    long refused;

    /** Edits that had been confirmed and which the server did not have when the author came back. */
    long lostAcks;

    long messagesOut;
    long bytesOut;
    long messagesIn;
    long bytesIn;

    /** Messages in which at least one edit arrived. */
    long editMessagesIn;

    long presencesOut;

    /** States of other clients that arrived, several of which may come in one message. */
    long presencesIn;

    /** Documents that have their content. */
    long seeded;

    /** Connections that were opened, up to the server's first step 2. */
    long joins;

    /** Connections that ended without being asked to, or did not come about. */
    long broken;

    Tally copy() {
        Tally copy = new Tally();
        copy.add(this);
        return copy;
    }

    Tally add(Tally other) {
        return combine(other, 1);
    }

    Tally subtract(Tally other) {
        return combine(other, -1);
    }

    private Tally combine(Tally other, int sign) {
        edits += sign * other.edits;
        delivered += sign * other.delivered;
        duplicates += sign * other.duplicates;
        acks += sign * other.acks;
        refused += sign * other.refused;
        lostAcks += sign * other.lostAcks;
        messagesOut += sign * other.messagesOut;
        bytesOut += sign * other.bytesOut;
        messagesIn += sign * other.messagesIn;
        bytesIn += sign * other.bytesIn;
        editMessagesIn += sign * other.editMessagesIn;
        presencesOut += sign * other.presencesOut;
        presencesIn += sign * other.presencesIn;
        seeded += sign * other.seeded;
        joins += sign * other.joins;
        broken += sign * other.broken;
        return this;
    }
}
