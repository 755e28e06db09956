package io.codecollab.server.http.api;

import io.codecollab.server.auth.Role;
import io.codecollab.server.session.LiveSessions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who is connected to a document now, on this instance. Thread-safe. */
public final class SessionsResource implements Resource {

    private static final Schema SESSION = Schema.object()
            .with("user", Schema.string())
            .with("name", Schema.string())
            .with("role", DocumentViews.ROLE)
            .with("client", Schema.string().describe("the kind of client: y-websocket, hocuspocus ..."))
            .with("since", Schema.time())
            .named("Session");

    private final LiveSessions live;

    public SessionsResource(LiveSessions live) {
        this.live = live;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/documents/{name}/sessions", "Who is connected now")
                .describe("To this instance, the longest here first.")
                .needs(Role.VIEWER)
                .answers(200, "Who is connected", Schema.object().with("sessions", Schema.list(SESSION)))
                .handle(call -> Answers.now(Answers.json(Map.of(
                        "sessions",
                        live.in(call.document()).stream()
                                .map(SessionsResource::session)
                                .toList())))));
    }

    private static Map<String, Object> session(LiveSessions.Connected connected) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("user", connected.who().user());
        fields.put("name", connected.who().name());
        fields.put("role", connected.role().name().toLowerCase(Locale.ROOT));
        fields.put("client", connected.client());
        fields.put("since", connected.since().toString());
        return fields;
    }
}
