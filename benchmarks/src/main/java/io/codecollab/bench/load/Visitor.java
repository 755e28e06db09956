package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who comes to a room with nothing, gets everything and goes: what opening a document takes.
 *
 * <p>Event loop only.
 */
final class Visitor implements Link.Listener, Messages.Sink, ClockScanner.Sink {

    private static final byte[] NOTHING = {0};

    private final Room room;
    private final Lane lane;
    private final long dueNs;
    private final Link link;

    /** How much of the room's content has come. */
    private int letters;

    /** @param dueNs when it was to come, by {@link System#nanoTime} */
    Visitor(Room room, long dueNs) {
        this.room = room;
        this.lane = room.lane();
        this.dueNs = dueNs;
        this.link = new Link(lane, lane.readersServer(), room.name(), this);
    }

    void come() {
        lane.connector().open(link);
    }

    @Override
    public void opened() {
        if (room.messages().dialect() == Dialect.HOCUSPOCUS) {
            asksWhoIAm();
        }
        ByteWriter out = lane.frame();
        room.messages().writeRequest(out, NOTHING);
        link.send(out);
    }

    @Override
    public void message(byte[] bytes, int from, int end) {
        room.messages().read(bytes, from, end, this);
    }

    @Override
    public void update(byte[] bytes, int from, int end, boolean answersMyRequest) {
        ClockScanner.scan(bytes, from, end, this);
        if (answersMyRequest) {
            if (letters < room.content().letters()) {
                throw new IllegalStateException("a visitor did not get everything");
            }
            lane.visited(dueNs);
            link.end();
        }
    }

    @Override
    public void clocks(long client, int from, int end) {
        if (client == room.content().client()) {
            letters += end - from;
        }
    }

    @Override
    public void asksWhoIAm() {
        ByteWriter out = lane.frame();
        room.messages().writeWhoIAm(out, lane.plan().token());
        link.send(out);
    }

    @Override
    public void denied(String reason) {
        throw new IllegalStateException("denied: " + reason);
    }

    @Override
    public void ended(@Nullable String reason) {
        if (reason != null) {
            lane.broken(reason);
        }
    }

    @Override
    public void serverHas(byte[] bytes, int from, int end) {
        // a visitor has nothing to give
    }

    @Override
    public void presence(byte[] bytes, int from, int end) {
        // and nobody to look for
    }

    @Override
    public void asksForPresence() {
        // nor a cursor
    }

    @Override
    public void asksForLife() {
        // it is gone before that matters
    }

    @Override
    public void taken(boolean accepted) {
        // it sends no update
    }
}
