package io.codecollab.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.crdt.lib0.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Somebody who speaks REST with a server over HTTP, and fails when an answer is not as the server declares its answers.
 * Immutable.
 *
 * @param origin of the server, {@code http://127.0.0.1:8080}
 * @param api what the server says of its answers
 * @param token empty for none
 */
public record Caller(HttpClient http, String origin, DeclaredApi api, String token) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Somebody without a token. */
    static Caller stranger(InetSocketAddress server) {
        return stranger("http://127.0.0.1:" + server.getPort());
    }

    /** Somebody without a token. */
    public static Caller stranger(String origin) {
        HttpClient http = HttpClient.newHttpClient();
        URI description = URI.create(origin + "/api/v1/openapi.json");
        String json = new String(
                send(http, HttpRequest.newBuilder(description).build()).body(), UTF_8);
        if (JsonText.read(json) instanceof Map<?, ?> document) {
            return new Caller(http, origin, new DeclaredApi(document), "");
        }
        throw new AssertionError("no description: " + json);
    }

    public Caller with(String newToken) {
        return new Caller(http, origin, api, newToken);
    }

    /** What came back; the fields of its JSON object, if it has one. */
    public record Reply(int status, Map<?, ?> fields, byte[] body, Map<String, List<String>> headers) {

        public String text(String field) {
            if (fields.get(field) instanceof String text) {
                return text;
            }
            throw new AssertionError("there is no text, field=" + field + ", fields=" + fields);
        }

        /** One property of every object of a list. */
        List<Object> each(String list, String property) {
            List<Object> values = new ArrayList<>();
            if (fields.get(list) instanceof List<?> objects) {
                objects.forEach(each -> values.add(String.valueOf(((Map<?, ?>) each).get(property))));
            }
            return values;
        }

        /** The first header of this name, in small letters; empty if there is none. */
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    public Reply get(String path) {
        return ask("GET", path, Map.of());
    }

    public Reply post(String path) {
        return ask("POST", path, Map.of());
    }

    public Reply post(String path, Map<String, ?> body) {
        return ask("POST", path, body);
    }

    public Reply put(String path, Map<String, ?> body) {
        return ask("PUT", path, body);
    }

    public Reply patch(String path, Map<String, ?> body) {
        return ask("PATCH", path, body);
    }

    public Reply delete(String path) {
        return ask("DELETE", path, Map.of());
    }

    /** @param body sent as JSON; nothing if it is empty */
    Reply ask(String method, String path, Map<String, ?> body) {
        byte[] bytes = body.isEmpty() ? new byte[0] : JsonText.write(body).getBytes(UTF_8);
        return ask(method, path, body.isEmpty() ? "" : "application/json", bytes);
    }

    /** @param contentType of the body; empty if there is none */
    Reply ask(String method, String path, String contentType, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + "/api/v1" + path)).timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        request.method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        HttpResponse<byte[]> response = send(http, request.build());
        String type = response.headers().firstValue("content-type").orElse("");
        Object json = type.contains("json") ? JsonText.read(new String(response.body(), UTF_8)) : null;
        api.check(method, path.split("\\?", -1)[0], response.statusCode(), type, json);
        return new Reply(
                response.statusCode(),
                json instanceof Map<?, ?> fields ? fields : Map.of(),
                response.body(),
                response.headers().map());
    }

    private static HttpResponse<byte[]> send(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
