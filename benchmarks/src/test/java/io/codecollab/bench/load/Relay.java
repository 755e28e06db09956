package io.codecollab.bench.load;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.update.Updates;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Yjs server in a few lines, with manners to choose. Documents live until it is closed.
 *
 * <p>One event loop does everything.
 */
@SuppressWarnings("FutureReturnValueIgnored") // it is a test that goes wrong then
final class Relay implements AutoCloseable {

    /** How edits are handed on. */
    enum Manners {
        /** To everybody, the author too. */
        ECHOES,
        /** To everybody but the author. */
        KEEPS_FROM_AUTHOR,
        /** A few milliseconds' worth of edits as one update, to everybody. */
        MERGES,
        /** To everybody, twice. */
        REPEATS,
        /** To everybody, but every tenth is forgotten. */
        LOSES,
        /** As ECHOES, and a connection that sent its twentieth message is cut. */
        CUTS
    }

    private static final long MERGE_MS = 3;

    private final Dialect dialect;
    private final Manners manners;
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Channel listener;
    private final Map<String, Room> rooms = new LinkedHashMap<>();

    private static final class Room {
        final Doc doc = new Doc();
        final Map<Channel, byte[]> members = new LinkedHashMap<>();
        final List<byte[]> unsent = new ArrayList<>();
        int edits;
    }

    Relay(Dialect dialect, Manners manners) throws InterruptedException {
        this.dialect = dialect;
        this.manners = manners;
        this.listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                                .websocketPath("/")
                                .checkStartsWith(true)
                                .build();
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(4096))
                                .addLast(new WebSocketServerProtocolHandler(config))
                                .addLast(new Connection());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    String url() {
        return "ws://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort() + "/ws";
    }

    /** The texts of all documents. */
    List<String> texts() throws InterruptedException {
        List<String> texts = new ArrayList<>();
        loop.submit(() -> rooms.values()
                        .forEach(room -> texts.add(room.doc.getText(Typist.ROOT).toString())))
                .sync();
        return texts;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    void awaitClosed() throws InterruptedException {
        group.terminationFuture().await(10, TimeUnit.SECONDS);
    }

    private final class Connection extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {

        private @Nullable Room room;
        private int messages;

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete handshake && dialect == Dialect.Y_WEBSOCKET) {
                join(context.channel(), handshake.requestUri(), new byte[0]);
            }
        }

        private Room join(Channel channel, String name, byte[] prefix) {
            Room joined = rooms.computeIfAbsent(name, any -> new Room());
            joined.members.put(channel, prefix);
            room = joined;
            send(channel, 0, 0, joined.doc.encodeStateVector());
            return joined;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, BinaryWebSocketFrame frame) {
            Channel channel = context.channel();
            ByteReader in = new ByteReader(ByteBufUtil.getBytes(frame.content()));
            Room joined = room;
            if (dialect == Dialect.HOCUSPOCUS) {
                String name = in.readVarString();
                byte[] prefix = Arrays.copyOf(in.bytes(), in.position());
                joined = joined == null ? join(channel, name, prefix) : joined;
            }
            if (joined != null && in.readVarUint() == 0) {
                sync(channel, joined, in);
            }
            if (manners == Manners.CUTS && ++messages == 20) {
                context.close();
            }
        }

        private void sync(Channel channel, Room joined, ByteReader in) {
            long kind = in.readVarUint();
            byte[] payload = in.readVarBytes();
            if (kind == 0) {
                send(channel, 0, 1, joined.doc.encodeStateAsUpdate(payload));
                return;
            }
            joined.doc.applyUpdate(payload);
            if (dialect == Dialect.HOCUSPOCUS) {
                send(channel, 8, 1, null);
            }
            if (!Updates.isEmptyUpdate(payload)) {
                handOn(channel, joined, payload);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (room != null) {
                room.members.remove(context.channel());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) { // clients may hang up
                cause.printStackTrace();
            }
            context.close();
        }

        private void handOn(Channel author, Room joined, byte[] update) {
            joined.edits++;
            switch (manners) {
                case ECHOES, CUTS -> broadcast(joined, update, null);
                case KEEPS_FROM_AUTHOR -> broadcast(joined, update, author);
                case REPEATS -> {
                    broadcast(joined, update, null);
                    broadcast(joined, update, null);
                }
                case LOSES -> {
                    if (joined.edits % 10 != 0) {
                        broadcast(joined, update, null);
                    }
                }
                case MERGES -> {
                    joined.unsent.add(update);
                    if (joined.unsent.size() == 1) {
                        loop.schedule(() -> flush(joined), MERGE_MS, TimeUnit.MILLISECONDS);
                    }
                }
            }
        }

        private void flush(Room joined) {
            byte[] merged = Updates.mergeUpdates(joined.unsent);
            joined.unsent.clear();
            broadcast(joined, merged, null);
        }

        private void broadcast(Room joined, byte[] update, @Nullable Channel except) {
            for (Channel member : List.copyOf(joined.members.keySet())) {
                if (member != except) {
                    send(member, 0, 2, update);
                }
            }
        }

        private void send(Channel channel, int type, int kind, byte @Nullable [] payload) {
            ByteWriter out = new ByteWriter();
            Room joined = room;
            byte[] prefix = joined == null ? null : joined.members.get(channel);
            if (prefix != null) {
                out.writeBytes(prefix, 0, prefix.length);
            }
            out.writeUint8(type);
            out.writeUint8(kind);
            if (payload != null) {
                out.writeVarBytes(payload);
            }
            channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(out.toByteArray())));
        }
    }
}
