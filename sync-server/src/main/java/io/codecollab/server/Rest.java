package io.codecollab.server;

import io.codecollab.persistence.Stores;
import io.codecollab.server.auth.Revocations;
import io.codecollab.server.document.Documents;
import io.codecollab.server.http.RequestRates;
import io.codecollab.server.http.Site;
import io.codecollab.server.http.api.Api;
import io.codecollab.server.http.api.ContentResource;
import io.codecollab.server.http.api.Resource;
import io.codecollab.server.http.api.SessionsResource;
import io.codecollab.server.http.api.TextEditor;
import io.codecollab.server.http.api.VersionsResource;
import io.codecollab.server.http.api.Workers;
import io.codecollab.server.ops.AuditLog;
import java.util.ArrayList;
import java.util.List;

/** The REST interface, wired: its resources, and the threads they work on. Thread-safe. */
final class Rest implements AutoCloseable {

    private final Workers workers = new Workers();
    private final Api api;

    /** @param others resources beside those of content */
    Rest(
            Documents documents,
            Stores stores,
            Gate gate,
            Revocations revocations,
            RequestRates rates,
            AuditLog audit,
            List<Resource> others) {
        TextEditor editor = new TextEditor(documents, workers);
        List<Resource> resources = new ArrayList<>(others);
        resources.add(new ContentResource(documents, editor));
        resources.add(new VersionsResource(stores.versions(), documents, editor, workers));
        resources.add(new SessionsResource(gate.live(), revocations));
        api = new Api(gate.authenticator(), gate.access(), rates, audit, Version.current(), resources);
    }

    Site site() {
        return api;
    }

    @Override
    public void close() {
        workers.close();
    }
}
