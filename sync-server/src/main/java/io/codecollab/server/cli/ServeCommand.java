package io.codecollab.server.cli;

import io.codecollab.server.Server;
import io.codecollab.server.ServerConfig;
import io.codecollab.server.StartupException;
import io.codecollab.server.http.AllowedOrigins;
import io.codecollab.server.http.TrustedProxies;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Serves documents until a signal ends it. */
@Command(
        versionProvider = CommandVersion.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "")
abstract class ServeCommand implements Callable<Integer> {

    @ArgGroup(validate = false, heading = "%nListening%n", order = 1)
    private ListenOptions listening = new ListenOptions();

    @ArgGroup(validate = false, heading = "%nWho is let in%n", order = 2)
    private AuthOptions auth = new AuthOptions();

    @ArgGroup(validate = false, heading = "%nStoring%n", order = 3)
    private StoreOptions storing = new StoreOptions();

    @ArgGroup(validate = false, heading = "%nSeveral instances%n", order = 4)
    private RelayOptions sharing = new RelayOptions();

    @ArgGroup(validate = false, heading = "%nDocuments%n", order = 5)
    private DocumentOptions documents = new DocumentOptions();

    @ArgGroup(validate = false, heading = "%nTelling others%n", order = 6)
    private WebhookOptions webhooks = new WebhookOptions();

    @ArgGroup(validate = false, heading = "%nLogging%n", order = 7)
    private LogOptions logging = new LogOptions();

    @ArgGroup(validate = false, heading = "%nLimits%n", order = 8)
    private LimitOptions limits = new LimitOptions();

    @Override
    public Integer call() throws StartupException {
        Logging.ofServer(logging);
        ServerConfig config = config();
        Server server = Server.start(config, documents.engine.replicas());
        Shutdown.onSignal(server);
        Announcement.of(server, config, documents.engine);
        return ExitCode.OK;
    }

    /** @throws StartupException if what was asked for makes no sense */
    ServerConfig config() throws StartupException {
        try {
            ServerConfig config = new ServerConfig(
                    listening.host,
                    listening.port,
                    listening.transport,
                    listening.compression == ListenOptions.Switch.ON,
                    AllowedOrigins.of(listening.allowedOrigins),
                    TrustedProxies.of(listening.trustedProxies),
                    listening.tls(),
                    limits.toRequestRates(),
                    auth.toConfig(),
                    auth.openRegistration(),
                    auth.adminToken.strip(),
                    storing.location(),
                    sharing.redisUrl.strip(),
                    ServerConfig.defaults().workerThreads(),
                    documents.idleUnloadSeconds * 1_000L,
                    documents.openDocumentBytes == 0
                            ? ServerConfig.defaults().openDocumentBytes()
                            : documents.openDocumentBytes,
                    documents.compactAfterRows,
                    documents.drainTimeoutSeconds * 1_000L,
                    webhooks.config(),
                    logging.auditLog(),
                    limits.toLimits());
            config.transport(); // which this machine may not have
            return config;
        } catch (IllegalArgumentException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
