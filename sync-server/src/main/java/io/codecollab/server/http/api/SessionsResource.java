package io.codecollab.server.http.api;

import io.codecollab.server.auth.Revocations;
import io.codecollab.server.auth.Role;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.session.LiveSessions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Who is connected to a document now, and sending them away. Thread-safe. */
public final class SessionsResource implements Resource {

    private static final Schema SESSION = Schema.object()
            .with("user", Schema.string())
            .with("name", Schema.string())
            .with("role", DocumentViews.ROLE)
            .with("client", Schema.string().describe("the kind of client: y-websocket, hocuspocus ..."))
            .with("since", Schema.time())
            .named("Session");

    private final LiveSessions live;
    private final Revocations revocations;

    /**
     * @param live who is connected to this instance
     * @param revocations sends people away, from all instances
     */
    public SessionsResource(LiveSessions live, Revocations revocations) {
        this.live = live;
        this.revocations = revocations;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/documents/{name}/sessions", "Who is connected now")
                        .describe("To this instance, the longest here first.")
                        .needs(Role.VIEWER)
                        .answers(200, "Who is connected", Schema.object().with("sessions", Schema.list(SESSION)))
                        .handle(this::list),
                Route.delete("/documents/{name}/sessions/{user}", "Send somebody away")
                        .describe("From all instances, at once. They may come back: a ban is for those who may not.")
                        .audited()
                        .needs(Role.OWNER)
                        .answers(204, "Sent away, if they were there")
                        .handle(this::kick));
    }

    private CompletionStage<HttpReply> list(Call call) {
        List<Map<String, Object>> sessions =
                live.in(call.document()).stream().map(SessionsResource::session).toList();
        return Answers.now(Answers.json(Map.of("sessions", sessions)));
    }

    private CompletionStage<HttpReply> kick(Call call) {
        revocations.kick(call.variable("user"), Optional.of(call.document()));
        return Answers.now(Answers.empty(204));
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
