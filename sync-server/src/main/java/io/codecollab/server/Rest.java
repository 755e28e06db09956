package io.codecollab.server;

import io.codecollab.server.auth.Access;
import io.codecollab.server.auth.Authenticator;
import io.codecollab.server.document.Documents;
import io.codecollab.server.http.Site;
import io.codecollab.server.http.api.Api;
import io.codecollab.server.http.api.ContentResource;
import io.codecollab.server.http.api.Workers;
import java.util.List;

/** The REST interface, wired: its resources, and the threads they work on. Thread-safe. */
final class Rest implements AutoCloseable {

    private final Workers workers = new Workers();
    private final Api api;

    Rest(Documents documents, Authenticator authenticator, Access access) {
        api = new Api(authenticator, access, Version.current(), List.of(new ContentResource(documents, workers)));
    }

    Site site() {
        return api;
    }

    @Override
    public void close() {
        workers.close();
    }
}
