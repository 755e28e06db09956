package io.codecollab.server.transport;

import io.codecollab.server.http.AllowedOrigins;

/** What the tests listen with. */
final class TransportConfigs {

    private TransportConfigs() {}

    /** On a free port, with no bound on how fast messages come. */
    static TransportConfig withTimeouts(
            int maxFrameBytes, long requestTimeoutMs, long keepAliveMs, long silenceTimeoutMs) {
        return new TransportConfig(
                "127.0.0.1",
                0,
                SocketIo.of(TransportKind.AUTO),
                AllowedOrigins.sameHost(),
                true,
                1_000,
                1_000,
                maxFrameBytes,
                1_000,
                100_000,
                1_000_000,
                1L << 40,
                requestTimeoutMs,
                keepAliveMs,
                silenceTimeoutMs);
    }
}
