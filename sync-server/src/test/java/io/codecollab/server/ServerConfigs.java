package io.codecollab.server;

import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.storage.StoreLocation;
import java.nio.file.Path;

/** Servers as tests need them. */
public final class ServerConfigs {

    private ServerConfigs() {}

    /** The defaults, on a free port and with a data folder of its own. */
    public static ServerConfig onFreePort(Path data, AuthConfig auth) {
        ServerConfig rest = ServerConfig.defaults();
        return new ServerConfig(
                rest.host(),
                0,
                rest.transportKind(),
                rest.compression(),
                rest.allowedOrigins(),
                rest.trustedProxies(),
                rest.tls(),
                rest.requestRates(),
                auth,
                StoreLocation.sqlite(data),
                rest.redisUrl(),
                rest.workerThreads(),
                rest.idleUnloadMs(),
                rest.openDocumentBytes(),
                rest.compactAfterRows(),
                rest.drainTimeoutMs(),
                rest.webhooks(),
                rest.limits());
    }
}
