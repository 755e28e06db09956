package io.codecollab.server;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.server.document.Documents;
import io.codecollab.server.http.HttpRoutes;
import io.codecollab.server.ops.Health;
import io.codecollab.server.protocol.Dialect;
import io.codecollab.server.protocol.YWebsocketDialect;
import io.codecollab.server.session.Session;
import io.codecollab.server.storage.ReplicaFactory;
import io.codecollab.server.storage.StoreJournal;
import io.codecollab.server.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server. All wiring is here: the order in which the parts are made is the way of an edit, backwards.
 *
 * <p>Thread-safe.
 */
public final class Server implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Server.class);

    private final ServerConfig config;
    private final UpdateStore store;
    private final Documents documents;
    private final Transport transport;
    private final InetSocketAddress address;

    private Server(
            ServerConfig config,
            UpdateStore store,
            Documents documents,
            Transport transport,
            InetSocketAddress address) {
        this.config = config;
        this.store = store;
        this.documents = documents;
        this.transport = transport;
        this.address = address;
    }

    /**
     * Opens the store and begins to listen.
     *
     * @throws StartupException if the data folder or the address cannot be used; nothing is left running
     */
    public static Server start(ServerConfig config, ReplicaFactory engine) throws StartupException {
        UpdateStore store = openStore(config);
        StoreJournal journal = new StoreJournal(store, engine, config.compactAfterRows());
        Documents documents = new Documents(journal, config.workerThreads(), config.idleUnloadMs());
        Dialect yWebsocket = new YWebsocketDialect();
        HttpRoutes routes = new HttpRoutes(new Health());
        Transport transport = new Transport(
                config.transport(),
                routes,
                (document, connection) -> Session.open(documents, document, yWebsocket, connection, config.sessions()));
        try {
            return new Server(config, store, documents, transport, transport.listen());
        } catch (IOException e) {
            transport.close();
            documents.close();
            store.close();
            throw new StartupException(
                    "cannot listen on " + config.transport().host() + ":"
                            + config.transport().port() + ": " + e.getMessage(),
                    e);
        }
    }

    private static UpdateStore openStore(ServerConfig config) throws StartupException {
        try {
            return config.store().open(config.persistence(), CommitListener.NONE);
        } catch (StoreUnavailableException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** The way bytes reach the kernel, for people to read. */
    public String transportKind() {
        return transport.kind();
    }

    /**
     * Goes down without losing anything: hangs up on everybody, works off what they sent, and waits until it is stored.
     *
     * @return whether all was done in time
     */
    public boolean drain() throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.drainTimeoutMs());
        transport.drain(config.drainTimeoutMs() / 3);
        boolean drained = documents.drain(millisUntil(deadlineNs));
        store.close();
        long unsavedBytes = store.unsavedBytes();
        if (!drained || unsavedBytes > 0) {
            log.error("Went down before everything was done, drained={}, unsavedBytes={}", drained, unsavedBytes);
        }
        return drained && unsavedBytes == 0;
    }

    private static long millisUntil(long deadlineNs) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime()));
    }

    /** {@link #drain}, for those who cannot wait for the answer. */
    @Override
    public void close() {
        try {
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
