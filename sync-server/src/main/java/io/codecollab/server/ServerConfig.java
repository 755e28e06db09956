package io.codecollab.server;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.document.DocumentLimits;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.http.AllowedOrigins;
import io.codecollab.server.http.RequestRates;
import io.codecollab.server.http.TrustedProxies;
import io.codecollab.server.ops.OpenFiles;
import io.codecollab.server.relay.RedisUrl;
import io.codecollab.server.session.SessionLimits;
import io.codecollab.server.storage.StoreLocation;
import io.codecollab.server.transport.SocketIo;
import io.codecollab.server.transport.TlsFiles;
import io.codecollab.server.transport.TransportConfig;
import io.codecollab.server.transport.TransportKind;
import io.codecollab.server.webhook.WebhookConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that can be set about a server. Immutable.
 *
 * @param host name or address of the interface to listen on
 * @param port 0 chooses a free one
 * @param transportKind how bytes reach the kernel
 * @param compression whether clients which ask for it get compressed frames
 * @param allowedOrigins whose web pages may connect
 * @param trustedProxies whose word is taken for whom they speak for
 * @param tls where the certificate is; empty to speak no TLS
 * @param requestRates how often requests may be made over REST
 * @param auth how it is found out who somebody is
 * @param openRegistration whether everybody may make an account here
 * @param adminToken who brings it may look after the server; empty for none
 * @param store where documents are kept
 * @param redisUrl how to reach the instances that share the store, see {@link RedisUrl}; empty for a server that is alone
 * @param workerThreads how many documents are worked on at the same time
 * @param idleUnloadMs how long a document nobody works on stays open
 * @param openDocumentBytes memory for open documents; past it, those nobody works on are closed earlier
 * @param compactAfterRows how long a journal must be to become a snapshot when its document is unloaded
 * @param drainTimeoutMs how long going down may take before what is left is abandoned
 * @param webhooks who outside is told of what happens
 * @param auditLog where it is noted who did what that matters for security; empty for nowhere
 * @param limits bounds of what strangers can make grow
 */
public record ServerConfig(
        String host,
        int port,
        TransportKind transportKind,
        boolean compression,
        AllowedOrigins allowedOrigins,
        TrustedProxies trustedProxies,
        Optional<TlsFiles> tls,
        RequestRates requestRates,
        AuthConfig auth,
        boolean openRegistration,
        String adminToken,
        StoreLocation store,
        String redisUrl,
        int workerThreads,
        long idleUnloadMs,
        long openDocumentBytes,
        int compactAfterRows,
        long drainTimeoutMs,
        WebhookConfig webhooks,
        Optional<Path> auditLog,
        ServerLimits limits) {

    /** Shorter ones can be guessed. */
    private static final int MIN_ADMIN_TOKEN_LENGTH = 16;

    public ServerConfig {
        if (!adminToken.isEmpty() && adminToken.length() < MIN_ADMIN_TOKEN_LENGTH) {
            throw new IllegalArgumentException(
                    "--admin-token must have " + MIN_ADMIN_TOKEN_LENGTH + " characters or more");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, port=" + port);
        }
        requireAtLeast(1, "workerThreads", workerThreads);
        if (!redisUrl.isEmpty()) {
            RedisUrl.parse(redisUrl);
            if (!store.isShared()) {
                throw new IllegalArgumentException(
                        "with --redis-url, instances must share a database as well: give all of them the same --database-url");
            }
        }
        requireAtLeast(0, "idleUnloadMs", idleUnloadMs);
        requireAtLeast(1, "openDocumentBytes", openDocumentBytes);
        requireAtLeast(1, "compactAfterRows", compactAfterRows);
        requireAtLeast(1, "drainTimeoutMs", drainTimeoutMs);
    }

    public static ServerConfig defaults() {
        return new ServerConfig(
                "127.0.0.1",
                8080,
                TransportKind.AUTO,
                true,
                AllowedOrigins.sameHost(),
                TrustedProxies.none(),
                Optional.empty(),
                RequestRates.defaults(),
                AuthConfig.none(),
                true,
                "",
                StoreLocation.sqlite(Path.of("codecollab-data")),
                "",
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                30_000,
                Runtime.getRuntime().maxMemory() / 4,
                100,
                15_000,
                WebhookConfig.none(),
                Optional.empty(),
                ServerLimits.defaults());
    }

    /**
     * What the transport needs of it.
     *
     * @throws IllegalArgumentException if this machine does not have that kind of transport
     */
    public TransportConfig transport() {
        TransportConfig rest = TransportConfig.defaults();
        return new TransportConfig(
                host,
                port,
                SocketIo.of(transportKind),
                allowedOrigins,
                trustedProxies,
                tls,
                compression,
                unlimitedIfZero(limits.connectionsWithin(OpenFiles.limit())),
                unlimitedIfZero(limits.maxConnectionsPerIp()),
                limits.maxFrameBytes(),
                rest.maxRequestBytes(),
                limits.maxUpdateBytes(),
                unlimitedIfZero(limits.maxMessagesPerSecond()),
                limits.maxBytesPerSecond() == 0 ? Long.MAX_VALUE : limits.maxBytesPerSecond(),
                rest.requestTimeoutMs(),
                rest.keepAliveMs(),
                rest.silenceTimeoutMs());
    }

    private static int unlimitedIfZero(int limit) {
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    /** What open documents need of it. */
    public DocumentsConfig documents() {
        DocumentLimits each = new DocumentLimits(
                limits.maxDocumentBytes(),
                limits.maxPendingBytes(),
                limits.maxSessionsPerDocument(),
                limits.maxMailboxBytes(),
                limits.maxAwarenessBytes());
        return new DocumentsConfig(each, workerThreads, idleUnloadMs, openDocumentBytes);
    }

    /** What sessions need of it. */
    public SessionLimits sessions() {
        return new SessionLimits(
                limits.maxUpdateBytes(),
                SessionLimits.defaults().maxUnprocessedBytes(),
                limits.maxOutboxBytes(),
                limits.maxDocumentsPerConnection(),
                limits.maxPreAuthBytes());
    }

    /** What the store needs of it. */
    public PersistenceConfig persistence() {
        PersistenceConfig rest = PersistenceConfig.defaults();
        return new PersistenceConfig(
                limits.maxUnsavedBytes(),
                limits.maxSpillBytes(),
                rest.maxSpilledUpdates(),
                rest.retryMinMs(),
                rest.retryMaxMs(),
                rest.closeTimeoutMs(),
                rest.maxRefusedRecords(),
                rest.maxRefusedBytes());
    }

    private static void requireAtLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException("must be at least " + least + ", " + name + "=" + value);
        }
    }

    /** Without the admin token, and without addresses, which may hold passwords. */
    @Override
    public String toString() {
        return "ServerConfig[host=" + host + ", port=" + port + ", auth=" + auth + ", store=" + store + "]";
    }
}
