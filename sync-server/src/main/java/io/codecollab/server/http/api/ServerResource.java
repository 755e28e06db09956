package io.codecollab.server.http.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client must know of the server before it knows who its user is. Thread-safe. */
public final class ServerResource implements Resource {

    private static final Schema SERVER = Schema.object()
            .with("version", Schema.string())
            .with("auth", Schema.oneOf("none", "jwt").describe("whether people are asked for a token"))
            .with("accounts", Schema.bool().describe("whether people may log in here"))
            .with("registration", Schema.bool().describe("whether everybody may make an account here"))
            .named("Server");

    private final Map<String, Object> fields = new LinkedHashMap<>();

    /**
     * What is said.
     *
     * @param asks whether people are asked for a token
     * @param openRegistration whether everybody may make an account, if so
     */
    public ServerResource(String version, boolean asks, boolean openRegistration) {
        fields.put("version", version);
        fields.put("auth", asks ? "jwt" : "none");
        fields.put("accounts", asks);
        fields.put("registration", asks && openRegistration);
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/server", "What is this server?")
                .open()
                .answers(200, "What clients must know of it", SERVER)
                .handle(call -> Answers.now(Answers.json(fields))));
    }
}
