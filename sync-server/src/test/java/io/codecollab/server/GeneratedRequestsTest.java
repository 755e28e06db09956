package io.codecollab.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.Caller.Reply;
import io.codecollab.server.DeclaredApi.Operation;
import io.codecollab.server.auth.AuthConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests made up from what a server declares of its REST interface, some of them a little wrong: whatever it answers is as
 * declared ({@link Caller}), and is no fault of ours. {@code -Dgenerated.requests=N}, {@code -Dgenerated.seed=N}.
 */
class GeneratedRequestsTest {

    private static final String PASSWORD = "correct horse";
    private static final int A_DOCUMENT_LIVES = 60;

    private final long seed = Long.getLong("generated.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @TempDir
    private Path data;

    @Test
    void whateverIsAskedIsAnsweredAsDeclared() throws Exception {
        int requests = Integer.getInteger("generated.requests", 1_200);
        System.out.println("GeneratedRequestsTest seed=" + seed + ", requests=" + requests);
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.JWT, "", "", "", "", "");
        Map<Integer, Integer> statuses = new TreeMap<>();
        try (Server server = Server.start(ServerConfigs.onFreePort(data, auth), DocReplica::new)) {
            Caller stranger = Caller.stranger(server.address());
            Reply login = stranger.post("/auth/register", Map.of("name", "ada", "password", PASSWORD));
            Caller ada = stranger.with(login.text("accessToken"));
            JsonMaker maker = new JsonMaker(ada.api(), random);
            String document = "";
            for (int i = 0; i < requests; i++) {
                if (i % A_DOCUMENT_LIVES == 0) {
                    document = newDocument(ada);
                }
                Operation operation = ada.api()
                        .operations()
                        .get(random.nextInt(ada.api().operations().size()));
                String path = path(operation, document, login.text("user")) + query(operation, maker);
                byte[] body = body(operation, ada, maker);
                Caller caller = random.nextInt(10) == 0 ? stranger : ada;
                Reply reply = caller.ask(operation.method(), path, contentType(operation, body), body);
                statuses.merge(reply.status(), 1, Integer::sum);
                assertThat(reply.status())
                        .as("seed=%d, i=%d, %s, path=%s, body=%s", seed, i, operation, path, new String(body, UTF_8))
                        .isLessThan(500);
            }
        }
        System.out.println("GeneratedRequestsTest statuses=" + statuses);
        assertThat(statuses).as("seed=%d", seed).containsKeys(200, 201, 204, 400, 401, 404);
    }

    /** With a text, a version, a member and an invitation, which all have the first ids that there are. */
    private static String newDocument(Caller ada) {
        String name = ada.post("/documents", Map.of("title", "generated")).text("name");
        ada.patch("/documents/" + name + "/text", Map.of("edits", List.of(Map.of("offset", 0, "text", "hello"))));
        ada.post("/documents/" + name + "/versions", Map.of("name", "first"));
        ada.put("/documents/" + name + "/members/bob", Map.of("role", "viewer"));
        ada.post("/documents/" + name + "/invitations", Map.of("role", "viewer"));
        return name;
    }

    private String path(Operation operation, String document, String ada) {
        return operation
                .path()
                .replace("{name}", random.nextInt(8) == 0 ? "no%2Fsuch" : document)
                .replace("{user}", random.nextBoolean() ? "bob" : ada)
                .replace("{version}", String.valueOf(random.nextInt(20)))
                .replaceAll("\\{\\w+}", "none");
    }

    private String query(Operation operation, JsonMaker maker) {
        StringBuilder query = new StringBuilder();
        if (operation.declaration().get("parameters") instanceof List<?> parameters) {
            for (Object each : parameters) {
                if (each instanceof Map<?, ?> parameter
                        && "query".equals(parameter.get("in"))
                        && parameter.get("schema") instanceof Map<?, ?> schema
                        && random.nextInt(3) == 0) {
                    query.append(query.isEmpty() ? '?' : '&')
                            .append(parameter.get("name"))
                            .append('=')
                            .append(Caller.segment(String.valueOf(maker.make(schema))));
                }
            }
        }
        return query.toString();
    }

    private byte[] body(Operation operation, Caller caller, JsonMaker maker) {
        Map<?, ?> schema = caller.api().body(operation);
        if (schema != null) {
            return JsonText.write(maker.make(schema)).getBytes(UTF_8);
        }
        byte[] bytes = new byte[operation.path().endsWith("/updates") ? random.nextInt(20) : 0];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String contentType(Operation operation, byte[] body) {
        return operation.path().endsWith("/updates")
                ? "application/octet-stream"
                : body.length == 0 ? "" : "application/json";
    }
}
