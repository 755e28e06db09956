package io.codecollab.server;

import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.http.RequestRates;
import io.codecollab.server.storage.StoreLocation;
import java.nio.file.Path;

/** Servers as tests need them. */
public final class ServerConfigs {

    private ServerConfigs() {}

    /** The defaults, on a free port and with a data folder of its own. */
    public static ServerConfig onFreePort(Path data, AuthConfig auth) {
        return onFreePort(StoreLocation.sqlite(data), auth);
    }

    /** The defaults, on a free port; requests may be made as often as a test likes. */
    public static ServerConfig onFreePort(StoreLocation store, AuthConfig auth) {
        return onFreePort(store, auth, "");
    }

    /** The same with an admin token. */
    public static ServerConfig onFreePort(StoreLocation store, AuthConfig auth, String adminToken) {
        ServerConfig rest = ServerConfig.defaults();
        return new ServerConfig(
                rest.host(),
                0,
                rest.transportKind(),
                rest.compression(),
                rest.allowedOrigins(),
                rest.trustedProxies(),
                rest.tls(),
                RequestRates.unlimited(),
                auth,
                rest.openRegistration(),
                adminToken,
                store,
                rest.redisUrl(),
                rest.workerThreads(),
                rest.idleUnloadMs(),
                rest.openDocumentBytes(),
                rest.compactAfterRows(),
                rest.drainTimeoutMs(),
                rest.webhooks(),
                rest.auditLog(),
                rest.limits());
    }
}
