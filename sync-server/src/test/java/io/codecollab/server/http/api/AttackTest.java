package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.server.Server;
import io.codecollab.server.ServerConfigs;
import io.codecollab.server.auth.AuthConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers without a token ask a server for whatever they can think of: some seconds long, or {@code -Dattack.seconds=}. Whatever
 * they send, it is answered or hung up on, never with a fault of ours, and never with or over what is in a document.
 */
class AttackTest {

    private static final int PATIENCE_MS = 10_000;
    private static final int BROKEN_OFF_MS = 2_000;
    private static final String SECRET = "the-secret-in-the-document";
    private static final String JWT_SECRET = "0123456789abcdef0123456789abcdef";

    /** A token of this server's secret would begin like this; these are signed by nobody. */
    private static final List<String> TOKENS = List.of(
            "",
            "Bearer",
            "Bearer x",
            "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290IiwiYWRtaW4iOnRydWV9.",
            "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJyb290IiwiYWRtaW4iOnRydWV9.AAAA",
            "Basic cm9vdDpyb290",
            "Bearer " + "A.".repeat(3_000));

    private static final List<String> NAMES = List.of(
            "safe",
            "..",
            "%2e%2e",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "..%5c..%5cwindows",
            "safe%00",
            "safe%0d%0aSet-Cookie:x=1",
            "'%20OR%20'1'='1",
            "safe';DROP%20TABLE%20documents;--",
            "%22%3E%3Cscript%3E",
            "s%D0%B0fe",
            "%EF%BD%93afe",
            "safe%E2%80%8B",
            "%E2%80%AEefas",
            "%F0%9F%92%A9",
            "%ff%fe",
            "%",
            "%C0%AE%C0%AE",
            "sa%2566e",
            "safe/../safe",
            "safe;x=1",
            "*",
            "$%7Bjndi:ldap://x%7D",
            "a".repeat(300),
            "%61".repeat(256));

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "G\u00cbT");

    private static final List<String> PATHS = List.of(
            "/api/v1/documents/NAME/text",
            "/api/v1/documents/NAME/state",
            "/api/v1/documents/NAME/updates",
            "/api/v1/documents/NAME/sessions",
            "/api/v1/documents/NAME/versions",
            "/api/v1/documents/NAME/versions/1/restore",
            "/api/v1/documents/NAME/members",
            "/api/v1/documents/NAME",
            "/api/v1/documents",
            "/api/v1/me",
            "/api/v1/auth/refresh",
            "/api//v1/documents/NAME/text",
            "/api/v1/./documents/NAME/text",
            "/%61pi/v1/documents/NAME/text",
            "/api%2fv1%2fdocuments%2fNAME%2ftext",
            "//api/v1/documents/NAME/text",
            "/API/v1/documents/NAME/text",
            "http://127.0.0.1/api/v1/documents/NAME/text",
            "/doc/NAME/as-update",
            "/d/NAME/as-update",
            "/d/NAME/update",
            "/NAME",
            "/ws/NAME");

    private static final List<String> BODIES = List.of(
            "",
            "{",
            "null",
            "[]",
            "[".repeat(20_000),
            "{\"edits\":[{\"offset\":0,\"text\":\"pwned\"}]}",
            "{\"edits\":[{\"offset\":-1e400,\"text\":\"\\ud800\"}]}",
            "{\"edits\":{\"__proto__\":{\"admin\":true}}}",
            "{\"refreshToken\":\"' OR 1=1 --\"}",
            "{\"name\":\"x\",\"password\":" + "9".repeat(5_000) + "}",
            "\u0001\u0001\u0001\u0000\u0004\u0001\u0001t\u0001h\u0000",
            "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "{\"a\":\"" + "\\u0000".repeat(1_000) + "\"}");

    @TempDir
    private Path data;

    @Test
    void nothingStrangersSendBreaksAnythingOrLetsThemIn() throws Exception {
        long seed = Long.getLong("attack.seed", System.nanoTime());
        int seconds = Integer.getInteger("attack.seconds", 5);
        System.out.println("AttackTest seed=" + seed + ", seconds=" + seconds);
        SplittableRandom random = new SplittableRandom(seed);
        prepareDocument();
        Map<Integer, Integer> statuses = new TreeMap<>();
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.JWT, JWT_SECRET, "", "", "", "");
        try (Server server = Server.start(ServerConfigs.onFreePort(data, auth), DocReplica::new)) {
            int port = server.address().getPort();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (int i = 0; System.nanoTime() < deadlineNs; i++) {
                byte[] request = request(random);
                String answer = ask(port, request, seed, i);
                String what = "seed=" + seed + ", i=" + i + ": " + new String(request, ISO_8859_1);
                int status = answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
                statuses.merge(status, 1, Integer::sum);
                assertThat(status).as(what).isLessThan(500);
                assertThat(answer).as(what).doesNotContain(SECRET).doesNotContainIgnoringCase("\r\nset-cookie:");
            }
        }
        System.out.println("AttackTest statuses=" + statuses);
        assertThat(statuses).containsKeys(400, 401, 404, 405);
        assertThat(read()).isEqualTo(SECRET);
    }

    private void prepareDocument() throws Exception {
        try (Server open = Server.start(ServerConfigs.onFreePort(data, AuthConfig.none()), DocReplica::new)) {
            String body = "{\"edits\":[{\"offset\":0,\"text\":\"" + SECRET + "\"}]}";
            String answer = ask(
                    open.address().getPort(),
                    bytes("PATCH /api/v1/documents/safe/text HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body),
                    0,
                    0);
            assertThat(answer).startsWith("HTTP/1.1 200");
        }
    }

    private String read() throws Exception {
        try (Server open = Server.start(ServerConfigs.onFreePort(data, AuthConfig.none()), DocReplica::new)) {
            String request = "GET /api/v1/documents/safe/text HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            String answer = ask(open.address().getPort(), bytes(request), 0, 0);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    private static byte[] request(SplittableRandom random) {
        String path = pick(PATHS, random).replace("NAME", pick(NAMES, random));
        String query = random.nextInt(4) == 0 ? "?" + pick(NAMES, random) + "=" + pick(NAMES, random) : "";
        String body = random.nextInt(3) == 0 ? "" : pick(BODIES, random);
        StringBuilder head = new StringBuilder(pick(METHODS, random))
                .append(' ')
                .append(path)
                .append(query)
                .append(random.nextInt(20) == 0 ? " HTTP/9.9\r\n" : " HTTP/1.1\r\n")
                .append("Host: a\r\nConnection: close\r\n")
                .append("Authorization: ")
                .append(pick(TOKENS, random))
                .append("\r\nContent-Type: ")
                .append(random.nextBoolean() ? "application/json" : "application/octet-stream")
                .append("\r\n");
        switch (random.nextInt(10)) {
            case 0 ->
                head.append("X-Long: ")
                        .append("x".repeat(random.nextInt(40_000)))
                        .append("\r\n");
            case 1 ->
                head.append("X-Forwarded-For: ' OR 1=1, ::1, ")
                        .append("9.".repeat(50))
                        .append("\r\n");
            case 2 -> head.append("Origin: http://evil.example\r\n");
            case 3 -> head.append("If-Match: ").append("\"".repeat(500)).append("\r\nIdempotency-Key: \u0007\r\n");
            case 4 -> head.append("Upgrade: websocket\r\nSec-WebSocket-Key: x\r\n");
            default -> head.append("Accept: */*\r\n");
        }
        byte[] payload = random.nextBoolean() ? bytes(body) : body.getBytes(UTF_8);
        long announced = random.nextInt(30) == 0 ? payload.length + 1_000_000_000L : payload.length;
        head.append("Content-Length: ").append(announced).append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes(head.toString()));
        all.writeBytes(payload);
        byte[] request = all.toByteArray();
        if (random.nextInt(10) == 0) {
            request[random.nextInt(request.length)] = (byte) random.nextInt();
        }
        return request;
    }

    /** What came back until the server hung up; a server that never does fails the test. */
    private static String ask(int port, byte[] request, long seed, int i) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                socket.setSoTimeout(BROKEN_OFF_MS);
                try {
                    socket.getInputStream().transferTo(answer);
                } catch (SocketTimeoutException e) {
                    socket.shutdownOutput(); // the request promised more than it has
                    socket.setSoTimeout(PATIENCE_MS);
                    socket.getInputStream().transferTo(answer);
                }
            } catch (SocketException e) {
                assertThat(e).as("seed=%d, i=%d", seed, i).hasMessageMatching(".*(reset|Broken pipe).*");
            }
            return answer.toString(UTF_8);
        }
    }

    private static <T> T pick(List<T> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
