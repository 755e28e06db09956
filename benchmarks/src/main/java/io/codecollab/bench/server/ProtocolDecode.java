package io.codecollab.bench.server;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.server.protocol.Dialect;
import io.codecollab.server.protocol.HocuspocusDialect;
import io.codecollab.server.protocol.MalformedMessageException;
import io.codecollab.server.protocol.Message;
import io.codecollab.server.protocol.YWebsocketDialect;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How long does it take from the bytes of a WebSocket message to what the session acts on?
 *
 * <p>One run: 1,000 messages of a kind. What is in an update is not looked at, that is the document's business. Here the
 * content is copied out of the frame, and outlives it; lib0 looks into the frame.
 *
 * <pre>benchmarks/run full -q ProtocolDecode</pre>
 */
public class ProtocolDecode extends ServerQuestion {

    static final int MESSAGES = 1_000;
    static final int STATE_VECTOR_BYTES = 71; // of ten clients
    static final int UPDATE_BYTES = 25;
    static final int BIG_UPDATE_BYTES = 64 << 10;

    /** A power of two: one frame read again and again would be easier to foresee than frames are. */
    private static final int COPIES = 16;

    @Param({"y-websocket", "hocuspocus"})
    String dialect = "y-websocket";

    @Param({"step1", "step2", "update", "big-update", "awareness"})
    String message = "update";

    private final Dialect yWebsocket = new YWebsocketDialect();
    private boolean isHocuspocus;
    private List<byte[]> frames = List.of();

    @Setup
    public void setUp() throws MalformedMessageException {
        isHocuspocus = dialect.equals("hocuspocus");
        byte[] content = content();
        byte[] frame = frame(content);
        frames = Stream.generate(frame::clone).limit(COPIES).toList();
        for (byte[] copy : frames) {
            List<Message> messages = read(copy);
            require(messages.size() == 1, "messages in a frame, count=" + messages.size());
            requireSame(contentOf(messages.get(0)), content, "content of " + message);
        }
    }

    private byte[] content() {
        return switch (message) {
            case "step1" -> bytes(STATE_VECTOR_BYTES);
            case "step2", "update" -> bytes(UPDATE_BYTES);
            case "big-update" -> bytes(BIG_UPDATE_BYTES);
            case "awareness" -> Crowd.one(0, 1);
            default -> throw new IllegalArgumentException("message=" + message);
        };
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private byte[] frame(byte[] content) {
        return switch (message) {
            case "step1" -> Frames.sync(new SyncMessage.Step1(content), isHocuspocus);
            case "step2" -> Frames.sync(new SyncMessage.Step2(content), isHocuspocus);
            case "awareness" -> Frames.awareness(content, isHocuspocus);
            default -> Frames.sync(new SyncMessage.Update(content), isHocuspocus);
        };
    }

    private byte[] contentOf(Message read) {
        if (message.equals("step1") && read instanceof Message.SyncRequest request) {
            return request.stateVector();
        } else if (message.equals("step2") && read instanceof Message.SyncAnswer answer) {
            return answer.update();
        } else if (message.equals("awareness") && read instanceof Message.Presence presence) {
            return presence.update();
        } else if (message.endsWith("update") && read instanceof Message.Edit edit) {
            return edit.update();
        }
        throw new IllegalStateException("read as " + read.getClass().getSimpleName() + ", message=" + message);
    }

    @Benchmark
    public void decode(Blackhole session) throws MalformedMessageException {
        for (int i = 0; i < MESSAGES; i++) {
            session.consume(read(frames.get(i & (COPIES - 1))));
        }
    }

    /** As the conversations of the two dialects do it. */
    private List<Message> read(byte[] frame) throws MalformedMessageException {
        ByteReader reader = new ByteReader(frame);
        if (!isHocuspocus) {
            return yWebsocket.decode(reader);
        }
        return new HocuspocusDialect(HocuspocusDialect.readAddress(reader)).decode(reader);
    }
}
