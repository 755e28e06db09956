package io.codecollab.server;

import io.codecollab.persistence.PersistenceConfig;
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
 * @param workerThreads how many documents are worked on at the same time
 * @param idleUnloadMs how long a document nobody works on stays open
 * @param compactAfterRows how long a journal must be to become a snapshot when its document is unloaded
 * @param drainTimeoutMs how long going down may take before what is left is abandoned
 */
public record ServerConfig(
        TransportConfig transport,
        SessionLimits sessions,
        Path dataFolder,
        PersistenceConfig persistence,
        int workerThreads,
        long idleUnloadMs,
        int compactAfterRows,
        long drainTimeoutMs) {

    public ServerConfig {
        if (workerThreads < 1 || idleUnloadMs < 0 || compactAfterRows < 1 || drainTimeoutMs < 1) {
            throw new IllegalArgumentException("workerThreads=" + workerThreads + ", idleUnloadMs=" + idleUnloadMs
                    + ", compactAfterRows=" + compactAfterRows + ", drainTimeoutMs=" + drainTimeoutMs);
        }
    }

    public static ServerConfig defaults() {
        return new ServerConfig(
                TransportConfig.defaults(),
                SessionLimits.defaults(),
                Path.of("codecollab-data"),
                PersistenceConfig.defaults(),
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                30_000,
                100,
                15_000);
    }

    /** The same server at another address. */
    public ServerConfig listeningOn(String host, int port) {
        TransportConfig moved = new TransportConfig(
                host,
                port,
                transport.maxFrameBytes(),
                transport.maxRequestBytes(),
                transport.requestTimeoutMs(),
                transport.keepAliveMs(),
                transport.silenceTimeoutMs());
        return new ServerConfig(
                moved,
                sessions,
                dataFolder,
                persistence,
                workerThreads,
                idleUnloadMs,
                compactAfterRows,
                drainTimeoutMs);
    }

    /** The same server with its documents elsewhere. */
    public ServerConfig storingIn(Path folder) {
        return new ServerConfig(
                transport,
                sessions,
                folder,
                persistence,
                workerThreads,
                idleUnloadMs,
                compactAfterRows,
                drainTimeoutMs);
    }
}
