package io.codecollab.server.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A network between a client and servers on this machine that can be cut, frozen and slow. Each connection goes to the next
 * of the servers that accepts it, in turn; with one server it is a wire, with several a load balancer. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int BACKLOG = 1_000;
    private static final int STACK_BYTES = 128 << 10;

    private final int port = FreePort.next();
    private final List<Integer> servers;
    private final AtomicInteger turn = new AtomicInteger();
    private final NetworkQuality quality = new NetworkQuality();

    /** Guards what follows. */
    private final Object lock = new Object();

    private final Set<Socket> open = new HashSet<>();
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;

    /** @param servers the ports of the servers */
    public TcpProxy(Integer... servers) {
        this.servers = List.of(servers);
        listen();
    }

    public int port() {
        return port;
    }

    /** Ends all connections and refuses new ones. */
    public void cut() {
        Thread last;
        synchronized (lock) {
            closeQuietly(listener);
            listener = null;
            last = acceptor;
            open.forEach(TcpProxy::reset);
            open.clear();
        }
        if (last != null) {
            await(last); // the port is taken until it has left
        }
    }

    /** Accepts connections and delivers nothing: what is sent meanwhile arrives after {@link #heal}. */
    public void freeze() {
        quality.freeze();
    }

    /** Delivers everything that much later. */
    public void delay(int ms) {
        quality.delay(ms);
    }

    /** Is a good network again. */
    public void heal() {
        quality.heal();
        synchronized (lock) {
            if (listener == null) {
                listen();
            }
        }
    }

    private void listen() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true); // connections of before may linger
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            synchronized (lock) {
                listener = socket;
                acceptor = startThread("accept " + port, () -> accept(socket));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("port=" + port, e);
        }
    }

    private void accept(ServerSocket from) {
        while (true) {
            try {
                Socket client = from.accept();
                startThread("connect " + port, () -> connect(client, from));
            } catch (IOException e) {
                return; // cut
            }
        }
    }

    private void connect(Socket client, ServerSocket from) {
        for (int attempt = 0; attempt < servers.size(); attempt++) {
            int server = servers.get(Math.floorMod(turn.getAndIncrement(), servers.size()));
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server), CONNECT_TIMEOUT_MS);
                join(client, socket, from);
                return;
            } catch (IOException e) {
                closeQuietly(socket); // the next one may accept
            }
        }
        reset(client);
    }

    private void join(Socket client, Socket server, ServerSocket from) throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        synchronized (lock) {
            if (listener != from) {
                reset(client); // it was cut meanwhile
                reset(server);
                return;
            }
            open.add(client);
            open.add(server);
        }
        startThread("to server " + port, () -> carry(client, server));
        carry(server, client);
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                quality.awaitDelivery();
                out.write(buffer, 0, count);
            }
            quality.awaitDelivery();
            to.shutdownOutput();
        } catch (SocketException e) {
            reset(from); // an end of the connection is gone, so is the other
            reset(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forgetIfEnded(from, to);
        }
    }

    private void forgetIfEnded(Socket from, Socket to) {
        if (from.isClosed() || (to.isOutputShutdown() && from.isOutputShutdown())) {
            closeQuietly(from);
            closeQuietly(to);
            synchronized (lock) {
                open.remove(from);
                open.remove(to);
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            return; // closed already
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(@Nullable AutoCloseable socket) {
        if (socket == null) {
            return;
        }
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + socket, e);
        }
    }

    private static Thread startThread(String name, Runnable work) {
        Thread thread = new Thread(null, work, "proxy: " + name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a proxy", e);
        }
    }

    @Override
    public void close() {
        cut();
        quality.heal(); // lets the threads go that wait for it
    }
}
