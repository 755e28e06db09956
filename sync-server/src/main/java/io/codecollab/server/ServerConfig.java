package io.codecollab.server;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.session.SessionLimits;
import io.codecollab.server.transport.TransportConfig;
import java.nio.file.Path;

/**
 * Everything that can be set about a server. Immutable.
 *
 * @param transport where to listen and what to take from strangers
 * @param sessions how much one client may make the server hold
 * @param dataFolder where documents are kept
 * @param persistence bounds of the store
 * @param documents how documents are kept open
 * @param compactAfterRows how long a journal must be to become a snapshot when its document is unloaded
 * @param drainTimeoutMs how long going down may take before what is left is abandoned
 */
public record ServerConfig(
        TransportConfig transport,
        SessionLimits sessions,
        Path dataFolder,
        PersistenceConfig persistence,
        DocumentsConfig documents,
        int compactAfterRows,
        long drainTimeoutMs) {

    public ServerConfig {
        if (compactAfterRows < 1 || drainTimeoutMs < 1) {
            throw new IllegalArgumentException(
                    "compactAfterRows=" + compactAfterRows + ", drainTimeoutMs=" + drainTimeoutMs);
        }
    }

    public static ServerConfig defaults() {
        return new ServerConfig(
                TransportConfig.defaults(),
                SessionLimits.defaults(),
                Path.of("codecollab-data"),
                PersistenceConfig.defaults(),
                DocumentsConfig.defaults(),
                100,
                15_000);
    }

    /** The same server at another address. */
    public ServerConfig listeningOn(String host, int port) {
        TransportConfig moved = new TransportConfig(
                host,
                port,
                transport.io(),
                transport.allowedOrigins(),
                transport.compression(),
                transport.maxConnections(),
                transport.maxConnectionsPerIp(),
                transport.maxFrameBytes(),
                transport.maxRequestBytes(),
                transport.maxUploadBytes(),
                transport.maxMessagesPerSecond(),
                transport.maxBytesPerSecond(),
                transport.requestTimeoutMs(),
                transport.keepAliveMs(),
                transport.silenceTimeoutMs());
        return new ServerConfig(moved, sessions, dataFolder, persistence, documents, compactAfterRows, drainTimeoutMs);
    }

    /** The same server with its documents elsewhere. */
    public ServerConfig storingIn(Path folder) {
        return new ServerConfig(transport, sessions, folder, persistence, documents, compactAfterRows, drainTimeoutMs);
    }
}
