package io.codecollab.server;

import io.codecollab.persistence.Stores;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.auth.Revocations;
import io.codecollab.server.document.Documents;
import io.codecollab.server.http.Site;
import io.codecollab.server.http.api.AdminGate;
import io.codecollab.server.http.api.AdminResource;
import io.codecollab.server.http.api.Api;
import io.codecollab.server.http.api.Compaction;
import io.codecollab.server.http.api.ContentResource;
import io.codecollab.server.http.api.ProblemException;
import io.codecollab.server.http.api.Resource;
import io.codecollab.server.http.api.ServerResource;
import io.codecollab.server.http.api.SessionsResource;
import io.codecollab.server.http.api.TextEditor;
import io.codecollab.server.http.api.VersionsResource;
import io.codecollab.server.ops.AuditLog;
import io.codecollab.server.ops.Workers;
import io.codecollab.server.storage.Compactor;
import io.codecollab.server.storage.ReplicaFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The REST interface, wired: its resources, and the threads they work on. Thread-safe. */
final class Rest implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int MAX_WAITING = 256;

    private final Workers workers = new Workers("codecollab-rest", THREADS, MAX_WAITING, ProblemException::overloaded);
    private final Api api;

    /** @param others resources beside those of content and of the server itself */
    Rest(
            ServerConfig config,
            Documents documents,
            Stores stores,
            Gate gate,
            Revocations revocations,
            ReplicaFactory engine,
            AuditLog audit,
            List<Resource> others) {
        boolean asks = config.auth().mode() != AuthConfig.Mode.NONE;
        TextEditor editor = new TextEditor(documents, workers);
        Compaction compaction = compaction(new Compactor(stores.updates(), engine, 1));
        List<Resource> resources = new ArrayList<>(others);
        resources.add(new ContentResource(documents, editor));
        resources.add(new VersionsResource(stores.versions(), documents, editor, workers));
        resources.add(new SessionsResource(gate.live(), revocations));
        resources.add(new ServerResource(Version.current(), asks, config.openRegistration()));
        resources.add(new AdminResource(documents, gate.live(), compaction, workers));
        api = new Api(
                gate.authenticator(),
                gate.access(),
                new AdminGate(gate.authenticator(), config.adminToken(), !asks),
                config.requestRates(),
                audit,
                Version.current(),
                resources);
    }

    private static Compaction compaction(Compactor compactor) {
        return document -> {
            Compactor.Result result = compactor.compact(document.value());
            String outcome = result.outcome().name().toLowerCase(Locale.ROOT);
            return new Compaction.Result(outcome, result.rows(), result.bytes(), result.snapshotBytes());
        };
    }

    Site site() {
        return api;
    }

    @Override
    public void close() {
        workers.close();
    }
}
