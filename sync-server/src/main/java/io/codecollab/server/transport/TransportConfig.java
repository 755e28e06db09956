package io.codecollab.server.transport;

import io.codecollab.server.http.AllowedOrigins;
import io.codecollab.server.http.TrustedProxies;
import java.util.Optional;

/**
 * Where to listen, and the bounds of what strangers may send. Immutable.
 *
 * @param host name or address of the interface to listen on
 * @param port 0 chooses a free one
 * @param io how bytes reach the kernel
 * @param allowedOrigins which web pages may connect
 * @param trustedProxies whose word is taken for whom they speak for
 * @param tls where the certificate is; empty to speak no TLS
 * @param compression whether large messages are compressed for clients that offer to understand it
 * @param maxConnections open at the same time, all together
 * @param maxConnectionsPerIp open at the same time from one address
 * @param maxFrameBytes the largest WebSocket message taken, after it was inflated
 * @param maxRequestBytes the largest body of a plain HTTP request taken
 * @param maxUploadBytes the largest body taken where updates are uploaded
 * @param maxMessagesPerSecond of one connection, with bursts of twice as many; what comes faster is read later
 * @param maxBytesPerSecond of one connection, with bursts of one largest message; what comes faster is read later
 * @param requestTimeoutMs how long a connection may take to become a WebSocket or ask for something
 * @param keepAliveMs after so long without a frame the client is sent one, and pinged
 * @param silenceTimeoutMs after so long without a word from the client, not even a pong, it is cut off
 */
public record TransportConfig(
        String host,
        int port,
        SocketIo io,
        AllowedOrigins allowedOrigins,
        TrustedProxies trustedProxies,
        Optional<TlsFiles> tls,
        boolean compression,
        int maxConnections,
        int maxConnectionsPerIp,
        int maxFrameBytes,
        int maxRequestBytes,
        int maxUploadBytes,
        int maxMessagesPerSecond,
        long maxBytesPerSecond,
        long requestTimeoutMs,
        long keepAliveMs,
        long silenceTimeoutMs) {

    public TransportConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, port=" + port);
        }
        requirePositive("maxConnections", maxConnections);
        requirePositive("maxConnectionsPerIp", maxConnectionsPerIp);
        requirePositive("maxFrameBytes", maxFrameBytes);
        requirePositive("maxRequestBytes", maxRequestBytes);
        requirePositive("maxUploadBytes", maxUploadBytes);
        requirePositive("maxMessagesPerSecond", maxMessagesPerSecond);
        requirePositive("maxBytesPerSecond", maxBytesPerSecond);
        requirePositive("requestTimeoutMs", requestTimeoutMs);
        requirePositive("keepAliveMs", keepAliveMs);
        if (silenceTimeoutMs <= keepAliveMs) {
            throw new IllegalArgumentException("a client answers pings only, keepAliveMs=" + keepAliveMs
                    + ", silenceTimeoutMs=" + silenceTimeoutMs);
        }
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("must be positive, " + name + "=" + value);
        }
    }

    public static TransportConfig defaults() {
        return new TransportConfig(
                "127.0.0.1",
                8080,
                SocketIo.of(TransportKind.AUTO),
                AllowedOrigins.sameHost(),
                TrustedProxies.none(),
                Optional.empty(),
                true,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                64 << 20,
                64 << 10,
                32 << 20,
                1_000,
                8 << 20,
                30_000,
                20_000,
                75_000);
    }
}
