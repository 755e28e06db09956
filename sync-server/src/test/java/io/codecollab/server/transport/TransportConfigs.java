package io.codecollab.server.transport;

import java.util.Set;

/** What the tests listen with. */
final class TransportConfigs {

    private TransportConfigs() {}

    /** On a free port, with no bound on how fast messages come. */
    static TransportConfig withTimeouts(
            int maxFrameBytes, long requestTimeoutMs, long keepAliveMs, long silenceTimeoutMs) {
        return new TransportConfig(
                "127.0.0.1",
                0,
                SocketIo.best(),
                Set.of(),
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
