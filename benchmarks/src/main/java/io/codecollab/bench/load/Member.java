package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.update.StateVector;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One client of a room: what a Yjs provider does on the wire, with {@link SeenClocks} for a document.
 *
 * <p>Edits are sent once the server's step 1 is answered; those made before go out with the answer. Event loop only.
 */
final class Member implements Link.Listener, Messages.Sink, ClockScanner.Sink, SeenClocks.Sink {

    /** The slot of a member that does not write. */
    static final int READS_ONLY = -1;

    private final Room room;
    private final Lane lane;
    private final int index;
    private final int slot;
    private final int lettersPerEdit;
    private final Typist typist;
    private final Presence presence;
    private final SeenClocks seen;

    /** Closed loop: when each of the edits in flight was sent. */
    private final long[] sentNs;

    /** How many edits the witness has. */
    private int witnessed;

    /** hocuspocus: what the server has not confirmed, each as the number of edits made until then, oldest first. */
    private final ArrayDeque<Integer> unconfirmed = new ArrayDeque<>();

    /** How many edits the server says it has. */
    private int confirmed;

    private @Nullable Link link;
    private boolean seeding;
    private boolean everSynced;
    private boolean synced;
    private boolean answered;

    /** @param slot the writer's number in its lane, or {@link #READS_ONLY} */
    Member(Room room, int index, long client, int slot) {
        LoadPlan plan = room.lane().plan();
        this.room = room;
        this.lane = room.lane();
        this.index = index;
        this.slot = slot;
        this.lettersPerEdit = plan.lettersPerEdit();
        this.typist = new Typist(client, lettersPerEdit, plan.overwriting());
        this.presence = new Presence(client, plan.presencesPerSecond() > 0);
        this.seen = new SeenClocks(room.writers() + 1);
        this.sentNs = new long[slot == READS_ONLY || plan.openLoop() ? 0 : plan.inFlight()];
    }

    // --- coming and going

    void connect() {
        Endpoint server = slot == READS_ONLY ? lane.readersServer() : lane.writersServer();
        link = new Link(lane, server, room.name(), this);
        lane.connector().open(link);
    }

    /** Connects and puts the content into the document. */
    void seed() {
        seeding = true;
        connect();
    }

    private void sendContent() {
        Content content = room.content();
        for (int i = 0; i < content.updates(); i++) {
            ByteWriter update = lane.update();
            update.reset();
            content.write(update, i);
            ByteWriter out = lane.frame();
            room.messages().writeEdit(out, update);
            send(out);
            expectConfirmation();
        }
        seen.add(room.writers(), 0, content.letters(), this);
        ByteWriter out = lane.frame();
        room.messages().writeRequest(out, stateVector()); // what is answered after the content has been dealt with
        send(out);
    }

    boolean isConnected() {
        return link != null;
    }

    @Override
    public void opened() {
        ByteWriter out = lane.frame();
        if (room.messages().dialect() == Dialect.HOCUSPOCUS) {
            asksWhoIAm();
        }
        room.messages().writeRequest(out, stateVector());
        send(out);
        asksForPresence();
    }

    private byte[] stateVector() {
        int contentIndex = room.writers();
        long[] clients = new long[contentIndex + 1];
        int[] clocks = new int[clients.length];
        int count = 0;
        for (int writer = 0; writer <= contentIndex; writer++) {
            int clock = writer == index ? typist.clock() : seen.end(writer);
            if (clock > 0) {
                clients[count] = writer == contentIndex ? room.content().client() : room.client(writer);
                clocks[count++] = clock;
            }
        }
        ByteWriter out = new ByteWriter();
        out.writeVarUint(count);
        for (int i = 0; i < count; i++) {
            out.writeVarUint(clients[i]);
            out.writeVarUint(clocks[i]);
        }
        return out.toByteArray();
    }

    @Override
    public void ended(@Nullable String reason) {
        link = null;
        synced = false;
        answered = false;
        unconfirmed.clear();
        if (reason != null) {
            lane.broken(reason);
        }
        lane.comeBackLater(this, reason != null);
    }

    void stall() {
        if (link != null && room.stalls(index)) {
            link.stall(lane.plan().trickleBytesPerSecond());
        }
    }

    void resume() {
        if (link != null) {
            link.resume();
        }
    }

    /** Loses the connection, unless it is one that does not read: that stays as it is. */
    void drop() {
        if (link != null && !room.stalls(index)) {
            link.drop();
        }
    }

    void leave() {
        if (link != null) {
            link.end();
        }
    }

    // --- what the server says

    @Override
    public void message(byte[] bytes, int from, int end) {
        room.messages().read(bytes, from, end, this);
    }

    @Override
    public void serverHas(byte[] bytes, int from, int end) {
        int known = StateVector.read(new ByteReader(bytes, from, end)).get(typist.client());
        lane.tally().lostAcks += Math.max(0, confirmed - known / lettersPerEdit);
        ByteWriter update = lane.update();
        update.reset();
        typist.writeSince(update, known);
        ByteWriter out = lane.frame();
        room.messages().writeAnswer(out, update);
        send(out);
        expectConfirmation();
        answered = true;
        fill();
    }

    @Override
    public void update(byte[] bytes, int from, int end, boolean answersMyRequest) {
        Tally tally = lane.tally();
        long before = tally.delivered;
        ClockScanner.scan(bytes, from, end, this);
        if (tally.delivered > before) {
            tally.editMessagesIn++;
        }
        if (answersMyRequest && synced && seeding) {
            seeding = false;
            lane.tally().seeded++;
        }
        if (answersMyRequest && !synced) {
            synced = true;
            if (seeding) {
                sendContent();
            }
            lane.joined(link == null ? lane.nowNs() : link.openedNs(), !everSynced);
            everSynced = true;
            fill();
        }
    }

    @Override
    public void clocks(long client, int from, int end) {
        int writer = room.writerOf(client);
        if (writer >= 0) {
            int repeated = seen.add(writer, from, end, this);
            lane.tally().duplicates += writer == room.writers() ? 0 : repeated / lettersPerEdit;
        }
    }

    @Override
    public void seen(int writer, int from, int end) {
        if (writer == room.writers()) {
            return;
        }
        int firstEdit = from / lettersPerEdit;
        int endEdit = end / lettersPerEdit;
        if (writer != index) {
            room.delivered(index, writer, firstEdit, endEdit);
        } else if (room.messages().dialect() == Dialect.Y_WEBSOCKET) {
            lane.tally().acks += endEdit - firstEdit;
            confirmed = Math.max(confirmed, endEdit);
        }
    }

    @Override
    public void presence(byte[] bytes, int from, int end) {
        lane.tally().presencesIn += Presence.count(bytes, from, end);
    }

    @Override
    public void asksForPresence() {
        ByteWriter state = lane.update();
        presence.write(state);
        ByteWriter out = lane.frame();
        room.messages().writePresence(out, state);
        send(out);
        lane.tally().presencesOut++;
    }

    @Override
    public void asksWhoIAm() {
        ByteWriter out = lane.frame();
        room.messages().writeWhoIAm(out, lane.plan().token());
        send(out);
    }

    @Override
    public void asksForLife() {
        ByteWriter out = lane.frame();
        room.messages().writeSignOfLife(out);
        send(out);
    }

    @Override
    public void taken(boolean accepted) {
        Integer edits = unconfirmed.poll();
        if (!accepted) {
            lane.tally().refused++;
        } else if (edits != null) {
            lane.tally().acks += Math.max(0, edits - confirmed);
            confirmed = Math.max(confirmed, edits);
        }
    }

    @Override
    public void denied(String reason) {
        throw new IllegalStateException("denied: " + reason);
    }

    // --- writing

    /** Closed loop: types until as much is in flight as may be. */
    void fill() {
        while (lane.isTyping()
                && sentNs.length > 0
                && synced
                && answered
                && typist.edits() - witnessed < sentNs.length) {
            sentNs[typist.edits() % sentNs.length] = lane.nowNs();
            type();
        }
    }

    /** Open loop: makes an edit, which waits here if the connection is not there. */
    void type() {
        typist.type();
        lane.tally().edits++;
        if (answered) {
            ByteWriter update = lane.update();
            update.reset();
            typist.writeLastEdit(update);
            ByteWriter out = lane.frame();
            room.messages().writeEdit(out, update);
            send(out);
            expectConfirmation();
        }
    }

    private void expectConfirmation() {
        if (room.messages().dialect() == Dialect.HOCUSPOCUS) {
            unconfirmed.add(typist.edits());
        }
    }

    /** Moves the cursor. */
    void move() {
        if (synced) {
            asksForPresence();
        }
    }

    /** Closed loop: the witness got these edits. */
    void witnessed(int from, int end) {
        witnessed += end - from;
        for (int edit = from; edit < end; edit++) {
            lane.record(sentNs[edit % sentNs.length]);
        }
        fill();
    }

    /** Open loop: somebody got these edits. */
    void recordSinceDue(int from, int end) {
        for (int edit = from; edit < end; edit++) {
            lane.recordSinceDue(slot, edit);
        }
    }

    private void send(ByteWriter message) {
        if (link != null) {
            link.send(message);
        }
    }

    boolean lacksContent() {
        return seen.count(room.writers()) < room.content().letters();
    }

    /** How many edits of a writer this member does not have. */
    long missing(Member author, int writer) {
        return author == this ? 0 : author.typist.edits() - seen.count(writer) / lettersPerEdit;
    }
}
