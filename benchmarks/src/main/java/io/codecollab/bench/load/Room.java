package io.codecollab.bench.load;

/**
 * One document and those who work on it. The first members write; the last do not read until the end, if there are such.
 *
 * <p>Each writer has a witness: the next member who reads, behind the last comes the first. In a closed loop the writer goes
 * on when its witness has what it wrote. So it does not matter whether a server sends edits back, and every reader is
 * somebody's witness as far as there are writers. In an open loop latency is that of everybody who reads: those who do not, or
 * slowly, are there to be in the way of the others.
 *
 * <p>Event loop only.
 */
final class Room {

    private final Lane lane;
    private final String name;
    private final Messages messages;
    private final long firstClient;
    private final Content content;
    private final int writers;
    private final Member[] members;
    private final int readers;

    /**
     * @param firstClient the client id of the first member; the others follow, behind them {@link #content()}
     * @param firstSlot the number of the first writer in its lane
     */
    Room(Lane lane, String name, long firstClient, int firstSlot) {
        LoadPlan plan = lane.plan();
        this.lane = lane;
        this.name = name;
        this.messages = new Messages(plan.dialect(), name);
        this.firstClient = firstClient;
        this.content = new Content(firstClient + plan.clients(), plan.contentLetters());
        this.writers = plan.writers();
        this.readers = plan.clients() - plan.stalled();
        this.members = new Member[plan.clients()];
        for (int i = 0; i < members.length; i++) {
            members[i] = new Member(this, i, firstClient + i, i < writers ? firstSlot + i : Member.READS_ONLY);
        }
    }

    Lane lane() {
        return lane;
    }

    String name() {
        return name;
    }

    Messages messages() {
        return messages;
    }

    Member member(int index) {
        return members[index];
    }

    int size() {
        return members.length;
    }

    int writers() {
        return writers;
    }

    boolean stalls(int member) {
        return member >= readers;
    }

    long client(int member) {
        return firstClient + member;
    }

    /** What was there before the others came; it counts as one more writer behind the last, who makes no edits. */
    Content content() {
        return content;
    }

    /** Which writer of this room has this client id, {@link #writers()} for the content, or -1. */
    int writerOf(long client) {
        long index = client - firstClient;
        return index >= 0 && index < writers ? (int) index : client == content.client() ? writers : -1;
    }

    private boolean isWitness(int reader, int writer) {
        return reader == (writer + 1) % readers;
    }

    /** A reader got edits of another member, from a number to another, the end exclusive. */
    void delivered(int reader, int writer, int from, int end) {
        lane.tally().delivered += end - from;
        Member author = members[writer];
        if (lane.plan().openLoop()) {
            if (!stalls(reader)) {
                author.recordSinceDue(from, end);
            }
        } else if (isWitness(reader, writer)) {
            author.witnessed(from, end);
        }
    }

    /** How many edits readers do not have, in all; the content is one. */
    long missing() {
        long missing = 0;
        for (Member reader : members) {
            missing += reader.lacksContent() ? 1 : 0;
            for (int writer = 0; writer < writers; writer++) {
                missing += reader.missing(members[writer], writer);
            }
        }
        return missing;
    }
}
