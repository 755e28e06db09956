package io.codecollab.server.transport;

import io.codecollab.server.http.AllowedOrigins;
import io.codecollab.server.http.TrustedProxies;
import java.util.Optional;

/** What the tests listen with: a free port, and no bound on how fast messages come. */
final class TransportConfigs {

    static final int MAX_REQUEST_BYTES = 1_000;
    static final int MAX_UPLOAD_BYTES = 100_000;

    private TransportConfigs() {}

    static TransportConfig withTimeouts(
            int maxFrameBytes, long requestTimeoutMs, long keepAliveMs, long silenceTimeoutMs) {
        return of(1_000, maxFrameBytes, 1_000_000, requestTimeoutMs, keepAliveMs, silenceTimeoutMs);
    }

    static TransportConfig withMaxFrameBytes(int maxFrameBytes) {
        return withTimeouts(maxFrameBytes, 30_000, 20_000, 60_000);
    }

    static TransportConfig withRequestTimeout(long requestTimeoutMs) {
        return withTimeouts(1 << 20, requestTimeoutMs, 20_000, 60_000);
    }

    static TransportConfig withMaxConnectionsPerIp(int maxConnectionsPerIp) {
        return of(maxConnectionsPerIp, 1 << 20, 1_000_000, 30_000, 20_000, 60_000);
    }

    static TransportConfig withMaxMessagesPerSecond(int maxMessagesPerSecond) {
        return of(1_000, 1 << 20, maxMessagesPerSecond, 30_000, 20_000, 60_000);
    }

    static TransportConfig withTls(TlsFiles files) {
        return of(Optional.of(files), TrustedProxies.none(), 1_000, 1 << 20, 1_000_000, 30_000, 20_000, 60_000);
    }

    static TransportConfig behind(TrustedProxies proxies, int maxConnectionsPerIp) {
        return of(Optional.empty(), proxies, maxConnectionsPerIp, 1 << 20, 1_000_000, 30_000, 20_000, 60_000);
    }

    private static TransportConfig of(
            int maxConnectionsPerIp,
            int maxFrameBytes,
            int maxMessagesPerSecond,
            long requestTimeoutMs,
            long keepAliveMs,
            long silenceTimeoutMs) {
        return of(
                Optional.empty(),
                TrustedProxies.none(),
                maxConnectionsPerIp,
                maxFrameBytes,
                maxMessagesPerSecond,
                requestTimeoutMs,
                keepAliveMs,
                silenceTimeoutMs);
    }

    private static TransportConfig of(
            Optional<TlsFiles> tls,
            TrustedProxies proxies,
            int maxConnectionsPerIp,
            int maxFrameBytes,
            int maxMessagesPerSecond,
            long requestTimeoutMs,
            long keepAliveMs,
            long silenceTimeoutMs) {
        return new TransportConfig(
                "127.0.0.1",
                0,
                SocketIo.of(TransportKind.AUTO),
                AllowedOrigins.sameHost(),
                proxies,
                tls,
                true,
                1_000,
                maxConnectionsPerIp,
                maxFrameBytes,
                MAX_REQUEST_BYTES,
                MAX_UPLOAD_BYTES,
                maxMessagesPerSecond,
                1L << 40,
                requestTimeoutMs,
                keepAliveMs,
                silenceTimeoutMs);
    }
}
