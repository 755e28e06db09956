package io.codecollab.server;

import io.codecollab.server.auth.Access;
import io.codecollab.server.auth.Authenticator;
import io.codecollab.server.document.Documents;
import io.codecollab.server.http.RequestRates;
import io.codecollab.server.http.Site;
import io.codecollab.server.http.api.Api;
import io.codecollab.server.http.api.ContentResource;
import io.codecollab.server.http.api.Resource;
import io.codecollab.server.http.api.Workers;
import java.util.ArrayList;
import java.util.List;

/** The REST interface, wired: its resources, and the threads they work on. Thread-safe. */
final class Rest implements AutoCloseable {

    private final Workers workers = new Workers();
    private final Api api;

    /** @param others resources beside those of content */
    Rest(Documents documents, Authenticator authenticator, Access access, RequestRates rates, List<Resource> others) {
        List<Resource> resources = new ArrayList<>(others);
        resources.add(new ContentResource(documents, workers));
        api = new Api(authenticator, access, rates, Version.current(), resources);
    }

    Site site() {
        return api;
    }

    @Override
    public void close() {
        workers.close();
    }
}
