package io.codecollab.server;

import io.codecollab.persistence.SharedUpdateStore;
import io.codecollab.persistence.StoreHealth;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.server.auth.Access;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.auth.Revocations;
import io.codecollab.server.auth.account.AccountsConfig;
import io.codecollab.server.auth.account.DirectoryAccess;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.Relay;
import io.codecollab.server.http.HttpRoutes;
import io.codecollab.server.http.RefusalCounts;
import io.codecollab.server.http.YSweetApi;
import io.codecollab.server.ops.AuditLog;
import io.codecollab.server.ops.Health;
import io.codecollab.server.ops.Level;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Readiness;
import io.codecollab.server.relay.RedisRelay;
import io.codecollab.server.relay.RedisUrl;
import io.codecollab.server.session.Conversations;
import io.codecollab.server.session.SessionListener;
import io.codecollab.server.session.SharedRevocations;
import io.codecollab.server.storage.JournalFollower;
import io.codecollab.server.storage.ReplicaFactory;
import io.codecollab.server.storage.StoreJournal;
import io.codecollab.server.transport.EventLoops;
import io.codecollab.server.transport.Transport;
import io.codecollab.server.transport.WebSocketRoutes;
import io.codecollab.server.webhook.Webhooks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
    private final Parts parts;
    private final Revocations revocations;
    private final UpdateStore store;
    private final Optional<String> relay;
    private final Documents documents;
    private final Transport transport;
    private final Readiness readiness;
    private final InetSocketAddress address;

    private Server(
            ServerConfig config,
            Parts parts,
            Revocations revocations,
            UpdateStore store,
            Optional<String> relay,
            Documents documents,
            Transport transport,
            Readiness readiness,
            InetSocketAddress address) {
        this.config = config;
        this.parts = parts;
        this.revocations = revocations;
        this.store = store;
        this.relay = relay;
        this.documents = documents;
        this.transport = transport;
        this.readiness = readiness;
        this.address = address;
    }

    /**
     * Opens the store and begins to listen.
     *
     * @throws StartupException if the data folder or the address cannot be used; nothing is left running
     */
    public static Server start(ServerConfig config, ReplicaFactory engine) throws StartupException {
        Parts parts = new Parts();
        try {
            return start(config, engine, parts);
        } catch (StoreUnavailableException e) {
            parts.close();
            throw new StartupException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            parts.close();
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Server start(ServerConfig config, ReplicaFactory engine, Parts parts) throws IOException {
        Metrics metrics = parts.add(new Metrics());
        AuditLog audit = parts.add(
                config.auditLog().isEmpty()
                        ? AuditLog.none()
                        : AuditLog.start(config.auditLog().get(), metrics));
        Readiness readiness = new Readiness();
        Commits commits = new Commits(metrics);
        Stores stores = parts.add(config.store().open(config.persistence(), commits));
        UpdateStore store = stores.updates();
        DirectoryAccess roles = parts.add(new DirectoryAccess(stores.directory()));
        Webhooks webhooks = parts.add(Webhooks.start(config.webhooks(), stores.webhooks(), metrics));
        Gate gate = parts.add(openGate(config, stores, roles, new Doorkeeper(webhooks, audit)));
        StoreJournal journal = new StoreJournal(store, engine, config.compactAfterRows(), webhooks::changed);
        EventLoops eventLoops = parts.add(new EventLoops(config.transport().io()));
        RedisRelay redis = config.redisUrl().isEmpty()
                ? null
                : parts.add(RedisRelay.start(RedisUrl.parse(config.redisUrl()), eventLoops, metrics));
        Relay relay = redis == null ? Relay.NONE : redis;
        SharedRevocations revocations = parts.add(new SharedRevocations(gate.live(), relay, roles::outdated));
        People people = parts.add(new People(
                stores,
                gate.ownTokens(),
                roles,
                revocations,
                webhooks,
                AccountsConfig.defaults().withRegistration(config.openRegistration())));
        Documents documents = parts.add(new Documents(journal, relay, config.documents(), metrics));
        BooleanSupplier pubSubIsDown = () -> redis == null || redis.isDown();
        JournalFollower follower =
                store instanceof SharedUpdateStore shared ? parts.add(follow(shared, documents, pubSubIsDown)) : null;
        WebSocketRoutes webSockets =
                new WebSocketRoutes(new Conversations(documents, gate.admissions(), config.sessions(), metrics));
        YSweetApi ySweet = new YSweetApi(documents, gate.authenticator(), gate.access(), gate.ownTokens());
        Rest rest =
                parts.add(new Rest(config, documents, stores, gate, revocations, engine, audit, people.resources()));
        HttpRoutes routes = new HttpRoutes(
                new Health(),
                readiness,
                metrics,
                new RefusalCounts(ySweet, metrics),
                new RefusalCounts(rest.site(), metrics));
        Transport transport = parts.add(new Transport(config.transport(), eventLoops, routes, webSockets, metrics));
        InetSocketAddress address = transport.listen();
        observe(metrics, documents, transport, store);
        metrics.observe(Level.RELAY_DOWN, () -> redis != null && redis.isDown() ? 1 : 0);
        if (follower != null) {
            commits.afterwards(follower::committed);
            follower.start();
        }
        readiness.watch(() -> problemOf(store.health()));
        readiness.started();
        Optional<String> relayName = redis == null ? Optional.empty() : Optional.of(redis.toString());
        return new Server(config, parts, revocations, store, relayName, documents, transport, readiness, address);
    }

    /** Whoever shares the database is heard at least by way of the database. */
    private static JournalFollower follow(SharedUpdateStore store, Documents documents, BooleanSupplier pubSubIsDown) {
        return new JournalFollower(
                store,
                document -> documents.isOpen(new DocumentName(document)),
                (document, update) -> documents.mergeStored(new DocumentName(document), update),
                pubSubIsDown);
    }

    private static void observe(Metrics metrics, Documents documents, Transport transport, UpdateStore store) {
        metrics.observe(Level.CONNECTIONS, transport::connectionCount);
        metrics.observe(Level.OPEN_DOCUMENTS, documents::size);
        metrics.observe(Level.OPEN_DOCUMENT_BYTES, documents::memoryBytes);
        metrics.observe(Level.MAILBOX_TASKS, documents::mailboxSize);
        metrics.observe(Level.MAILBOX_BYTES, documents::mailboxBytes);
        metrics.observe(Level.UNSAVED_BYTES, store::unsavedBytes);
        metrics.observe(Level.SPILLED_BYTES, () -> store.health().spilledBytes());
        metrics.observe(Level.STORE_FAILING, () -> store.health().failing() ? 1 : 0);
    }

    private static Optional<String> problemOf(StoreHealth health) {
        return health.failing() || health.full()
                ? Optional.of(health.full() ? "the store is full" : "the store is failing")
                : Optional.empty();
    }

    private static Gate openGate(ServerConfig config, Stores stores, Access roles, SessionListener listener) {
        return config.auth().mode() == AuthConfig.Mode.NONE
                ? Gate.open(listener)
                : Gate.asking(config.auth(), stores.secrets(), roles, listener);
    }

    /** What has to happen at once to those who are connected here, when what they may do has changed. */
    public Revocations revocations() {
        return revocations;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Where other instances are reached, for people to read; empty for a server that is alone. */
    public Optional<String> relay() {
        return relay;
    }

    /** The way bytes reach the kernel, for people to read. */
    public String transportKind() {
        return config.transport().io().name().toLowerCase(Locale.ROOT);
    }

    /**
     * Goes down without losing anything: hangs up on everybody, works off what they sent, and waits until it is stored.
     *
     * @return whether all was done in time
     */
    public boolean drain() throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.drainTimeoutMs());
        readiness.draining();
        transport.hangUp(config.drainTimeoutMs() / 3);
        boolean drained = documents.drain(millisUntil(deadlineNs));
        parts.close();
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
