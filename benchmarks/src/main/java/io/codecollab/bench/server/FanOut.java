package io.codecollab.bench.server;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.protocol.MalformedMessageException;
import io.codecollab.server.protocol.Message;
import io.codecollab.server.protocol.YWebsocketDialect;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One letter is typed in a room where N others read: what does it cost to have it told to all of them, per frame that is
 * handed to a connection?
 *
 * <p>One run: 100 frames of the writer arrive one by one, each when everything that came of the one before is done, so that
 * none can be told together with another. Each is read, merged, encoded once, handed to N connections, which are flushed, and
 * confirmed to the writer. All of that is the server's own code, from the conversation with the writer to {@code
 * Connection.send} of the readers, metrics included, on one thread as on one event loop. Left out: Netty and the sockets on
 * both sides, which cost more than all of this, and the disk: the journal says at once that the edit is saved. The frames
 * are complete, the header of the WebSocket message included; the rival leaves that to each of its sockets.
 *
 * <pre>benchmarks/run full -q FanOut</pre>
 */
public class FanOut extends ServerQuestion {

    static final int EDITS = 100;

    /** A frame of up to 125 bytes has so many before its payload. */
    private static final int HEADER_BYTES = 2;

    @Param({"1", "10", "100", "1000"})
    int readers = 1;

    private final Author author = new Author();
    private @Nullable FullRoom room;
    private List<byte[]> frames = List.of();
    private long framesBefore;

    @Setup
    public void setUp() throws MalformedMessageException {
        room = new FullRoom(readers);
        room().readers().forEach(reader -> reader.keep(true));
        prepare();
        require(deliver() == (long) EDITS * readers, "frames delivered");
        for (CountingConnection reader : room().readers()) {
            require(textOf(reader.kept()).equals(author.text()), "what a reader read");
            reader.keep(false);
        }
        require(
                room().writer().frames() == 1 + EDITS,
                "confirmations, frames=" + room().writer().frames());
    }

    private static String textOf(List<EncodedFrame> frames) throws MalformedMessageException {
        Doc doc = new Doc();
        for (EncodedFrame frame : frames) {
            ByteReader payload = new ByteReader(frame.bytes(), frame.from() + HEADER_BYTES, frame.end());
            for (Message message : new YWebsocketDialect().decode(payload)) {
                doc.applyUpdate(((Message.Edit) message).update());
            }
        }
        return doc.getText("text").toString();
    }

    @Setup(Level.Invocation)
    public void prepare() {
        frames = author.type(EDITS).stream()
                .map(update -> Frames.sync(new SyncMessage.Update(update), false))
                .toList();
        framesBefore = room().frames();
    }

    @Benchmark
    public long deliver() {
        for (byte[] frame : frames) {
            room().receive(frame);
        }
        return room().frames() - framesBefore;
    }

    /** Whoever was timed has delivered everything. */
    @TearDown(Level.Invocation)
    public void check() {
        require(room().frames() - framesBefore == (long) EDITS * readers, "frames delivered in a run");
    }

    @TearDown
    public void tearDown() {
        room().close();
    }

    private FullRoom room() {
        return Objects.requireNonNull(room, "not set up");
    }
}
