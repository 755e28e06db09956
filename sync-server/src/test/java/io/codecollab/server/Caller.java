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

/** Somebody who speaks REST with a server over HTTP. Immutable. */
record Caller(HttpClient http, InetSocketAddress server, String token) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Somebody without a token. */
    static Caller stranger(InetSocketAddress server) {
        return new Caller(HttpClient.newHttpClient(), server, "");
    }

    Caller with(String newToken) {
        return new Caller(http, server, newToken);
    }

    /** What came back; the fields of its JSON object, if it has one. */
    record Reply(int status, Map<?, ?> fields, Map<String, List<String>> headers) {

        String text(String field) {
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
    }

    Reply get(String path) {
        return ask("GET", path, Map.of());
    }

    Reply post(String path) {
        return ask("POST", path, Map.of());
    }

    Reply post(String path, Map<String, ?> body) {
        return ask("POST", path, body);
    }

    Reply put(String path, Map<String, ?> body) {
        return ask("PUT", path, body);
    }

    Reply patch(String path, Map<String, ?> body) {
        return ask("PATCH", path, body);
    }

    Reply delete(String path) {
        return ask("DELETE", path, Map.of());
    }

    /** @param body sent as JSON; nothing if it is empty */
    Reply ask(String method, String path, Map<String, ?> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getPort() + "/api/v1" + path))
                .timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method,
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(JsonText.write(body)));
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean isJson =
                    response.headers().firstValue("content-type").orElse("").contains("json");
            Object value = isJson ? JsonText.read(new String(response.body(), UTF_8)) : null;
            return new Reply(
                    response.statusCode(),
                    value instanceof Map<?, ?> fields ? fields : Map.of(),
                    response.headers().map());
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
