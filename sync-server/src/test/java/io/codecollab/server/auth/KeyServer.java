package io.codecollab.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes the keys of an issuer of tokens, changes them, and fails when told to. Thread-safe. */
public final class KeyServer implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile byte[] keys = new byte[0];
    private volatile RSAKey newest;
    private volatile boolean down;

    /** Has one key. */
    public KeyServer() {
        newest = newKey("key-0");
        publish(List.of(newest));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/jwks.json", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                exchange.sendResponseHeaders(down ? 503 : 200, down ? -1 : keys.length);
                if (!down) {
                    exchange.getResponseBody().write(keys);
                }
            }
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json";
    }

    /** From now on there is another key, and the one before is gone. */
    public void rotate() {
        newest = newKey("key-" + System.nanoTime());
        publish(List.of(newest));
    }

    void publish(List<? extends JWK> all) {
        publish(new JWKSet(List.copyOf(all)).toString(true));
    }

    void publish(String text) {
        keys = text.getBytes(UTF_8);
    }

    /** Whether it answers with an error from now on. */
    public void down(boolean isDown) {
        down = isDown;
    }

    RSAKey key() {
        return newest;
    }

    int requestCount() {
        return requests.get();
    }

    /** A token signed with the newest key. */
    public String sign(Token token) {
        return token.keyId(newest.getKeyID()).signed(newest);
    }

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
