package io.codecollab.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.codecollab.crdt.lib0.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who is told: an HTTP server that keeps what it took, and refuses as often as it is asked to. Thread-safe. */
public final class Receiver implements AutoCloseable {

    /** One request. */
    public record Delivery(String id, long timestampSeconds, String signature, String body) {

        @SuppressWarnings("unchecked")
        private Map<String, Object> fields() {
            return (Map<String, Object>) Objects.requireNonNull(JsonText.read(body));
        }

        public String type() {
            return String.valueOf(fields().get("type"));
        }

        @SuppressWarnings("unchecked")
        public Map<String, Object> data() {
            return (Map<String, Object>) Objects.requireNonNull(fields().get("data"));
        }
    }

    private final HttpServer server;
    private final List<Delivery> taken = new CopyOnWriteArrayList<>();
    private final List<Delivery> refused = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile CountDownLatch held = new CountDownLatch(0);

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            Delivery delivery = new Delivery(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            boolean refuses = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            (refuses ? refused : taken).add(delivery);
            awaitRelease();
            exchange.sendResponseHeaders(refuses ? 500 : 204, -1);
            exchange.close();
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** The next so many requests fail. */
    public void refuse(int count) {
        refusals.set(count);
    }

    /** Lets requests wait for their answer until {@link #release}. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    public void release() {
        held.countDown();
    }

    private void awaitRelease() {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public List<Delivery> taken() {
        return List.copyOf(taken);
    }

    public List<Delivery> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
