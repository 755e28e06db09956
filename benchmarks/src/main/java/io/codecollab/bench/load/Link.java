package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection: asks for the upgrade, then reads and writes frames. No extension is offered.
 *
 * <p>Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
final class Link extends ChannelInboundHandlerAdapter implements FrameReader.Sink {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int MAX_HEAD_BYTES = 16 << 10;
    private static final int NORMAL_CLOSURE = 1000;

    /** Any 16 bytes in Base64: what a server makes of them is not checked. */
    private static final String KEY =
            Base64.getEncoder().encodeToString("load generator..".getBytes(StandardCharsets.ISO_8859_1));

    private final Lane lane;
    private final Endpoint server;
    private final String path;
    private final Listener listener;
    private final FrameReader frames = new FrameReader(this);
    private final StringBuilder head = new StringBuilder();
    private @Nullable Channel channel;
    private @Nullable Trickle trickle;
    private long openedNs;
    private boolean upgraded;
    private boolean ending;
    private @Nullable String reason;

    /** Whose connection it is. */
    interface Listener {
        /** The server has agreed to speak WebSocket. */
        void opened();

        /** A message came; the bytes are valid during the call only. */
        void message(byte[] bytes, int from, int end);

        /**
         * The connection is gone, or did not come about.
         *
         * @param reason what the other side or the network did; null when this side ended it
         */
        void ended(@Nullable String reason);
    }

    Link(Lane lane, Endpoint server, String document, Listener listener) {
        this.lane = lane;
        this.server = server;
        this.path = Messages.path(lane.plan().dialect(), server.basePath(), document);
        this.listener = listener;
    }

    Endpoint server() {
        return server;
    }

    /** The connector begins to open it: until now it was waiting for its turn. */
    void opening() {
        openedNs = System.nanoTime();
    }

    /** When it began to be opened, by {@link System#nanoTime}. */
    long openedNs() {
        return openedNs;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + server.authority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY
                + END_OF_HEAD;
        context.writeAndFlush(context.alloc().buffer().writeBytes(request.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        ByteBuf in = (ByteBuf) received;
        lane.wakeUp();
        lane.tally().bytesIn += in.readableBytes();
        if (trickle != null) {
            trickle.took(in.readableBytes());
        }
        try {
            if (upgraded || readHead(in)) {
                frames.read(in, lane.scratch());
            }
        } catch (DecodeException | IllegalStateException e) {
            breakOff(String.valueOf(e.getMessage()));
        } finally {
            in.release();
        }
    }

    private boolean readHead(ByteBuf in) {
        while (in.isReadable() && head.indexOf(END_OF_HEAD, head.length() - END_OF_HEAD.length()) < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (head.indexOf(END_OF_HEAD) < 0) {
            if (head.length() > MAX_HEAD_BYTES) {
                throw new IllegalStateException("the answer to the upgrade does not end");
            }
            return false;
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IllegalStateException("no upgrade: " + head.substring(0, head.indexOf("\r\n")));
        }
        head.setLength(0);
        head.trimToSize();
        upgraded = true;
        lane.connector().finished();
        listener.opened();
        return true;
    }

    @Override
    public void message(byte[] bytes, int from, int end) {
        lane.tally().messagesIn++;
        listener.message(bytes, from, end);
    }

    @Override
    public void ping(byte[] bytes, int from, int end) {
        ByteWriter out = lane.frame();
        out.reset();
        out.writeBytes(bytes, from, end);
        write(FrameWriter.PONG, out);
    }

    @Override
    public void close(int code) {
        breakOff("closed by the server, code=" + code);
    }

    /** Sends everything that was written to {@code message}, which is spoilt by that. */
    void send(ByteWriter message) {
        Tally tally = lane.tally();
        tally.messagesOut++;
        tally.bytesOut += message.size();
        write(FrameWriter.BINARY, message);
    }

    private void write(int opcode, ByteWriter payload) {
        Channel to = channel;
        if (to != null) {
            to.writeAndFlush(lane.frames().frame(to.alloc(), opcode, payload), to.voidPromise());
        }
    }

    /**
     * Reads no more, so that what the server sends stays with it, beyond what the kernel takes; or, if a rate is given, only so
     * many bytes per second.
     */
    void stall(int bytesPerSecond) {
        if (channel != null) {
            channel.config().setAutoRead(false);
            trickle = bytesPerSecond == 0 ? null : new Trickle(channel, bytesPerSecond);
        }
    }

    void resume() {
        if (trickle != null) {
            trickle.stop();
            trickle = null;
        }
        if (channel != null) {
            channel.config().setAutoRead(true);
        }
    }

    /** Says good-bye and hangs up. */
    void end() {
        ending = true;
        Channel from = channel;
        if (from != null && from.isActive() && upgraded) {
            ByteWriter out = lane.frame();
            out.reset();
            out.writeUint8(NORMAL_CLOSURE >>> 8);
            out.writeUint8(NORMAL_CLOSURE);
            from.writeAndFlush(lane.frames().frame(from.alloc(), FrameWriter.CLOSE, out))
                    .addListener(ChannelFutureListener.CLOSE);
        } else if (from != null) {
            from.close();
        }
    }

    /** Hangs up without a word, as a network does. */
    void drop() {
        ending = true;
        if (channel != null) {
            channel.close();
        }
    }

    private void breakOff(String why) {
        if (reason == null) {
            reason = why;
        }
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        finish("hung up");
    }

    /** There was never a channel. */
    void unreachable(Throwable cause) {
        finish(String.valueOf(cause.getMessage()));
    }

    private void finish(String otherwise) {
        if (!upgraded) {
            lane.connector().finished();
        }
        listener.ended(ending ? null : reason == null ? otherwise : reason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        breakOff(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }
}
