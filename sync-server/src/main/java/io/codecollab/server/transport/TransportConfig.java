package io.codecollab.server.transport;

/**
 * Where to listen, and the bounds of what strangers may send. Immutable.
 *
 * @param host name or address of the interface to listen on
 * @param port 0 chooses a free one
 * @param maxFrameBytes the largest WebSocket message taken
 * @param maxRequestBytes the largest body of a plain HTTP request taken
 * @param requestTimeoutMs how long a connection may take to become a WebSocket or ask for something
 * @param keepAliveMs after so long without a frame the client is sent one, and pinged
 * @param silenceTimeoutMs after so long without a word from the client, not even a pong, it is cut off
 */
public record TransportConfig(
        String host,
        int port,
        int maxFrameBytes,
        int maxRequestBytes,
        long requestTimeoutMs,
        long keepAliveMs,
        long silenceTimeoutMs) {

    public TransportConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, port=" + port);
        }
        if (maxFrameBytes < 1 || maxRequestBytes < 1 || requestTimeoutMs < 1 || keepAliveMs < 1) {
            throw new IllegalArgumentException("limits must be positive, maxFrameBytes=" + maxFrameBytes
                    + ", maxRequestBytes=" + maxRequestBytes + ", requestTimeoutMs=" + requestTimeoutMs
                    + ", keepAliveMs=" + keepAliveMs);
        }
        if (silenceTimeoutMs <= keepAliveMs) {
            throw new IllegalArgumentException("a client answers pings only, keepAliveMs=" + keepAliveMs
                    + ", silenceTimeoutMs=" + silenceTimeoutMs);
        }
    }

    public static TransportConfig defaults() {
        return new TransportConfig("127.0.0.1", 8080, 64 << 20, 64 << 10, 30_000, 20_000, 75_000);
    }
}
