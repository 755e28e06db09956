package io.codecollab.server.http.api;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.http.HttpRequest;
import io.codecollab.server.http.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a request brings, held against what its route takes. */
final class Inputs {

    private Inputs() {}

    /**
     * The query parameters, decoded. Those nobody knows are refused: most likely they are misspelt.
     *
     * @throws ProblemException if one is not as declared
     */
    static Map<String, String> query(Route route, HttpRequest request) {
        Map<String, String> values = new HashMap<>();
        try {
            for (String name : request.target().queryNames()) {
                Route.Parameter parameter = route.query().get(name);
                if (parameter == null) {
                    throw invalid(name, "is no parameter of this address");
                }
                String value = request.target().query(name).orElse("");
                if (values.put(name, value) != null) {
                    throw invalid(name, "is given more than once");
                }
                requireValid("the query is not as it should be", name, parameter.schema(), parsed(parameter, value));
            }
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
        return values;
    }

    /**
     * The body as JSON; empty if the route takes none.
     *
     * @throws ProblemException if it is not as declared
     */
    static JsonObject body(Route route, HttpRequest request) {
        Route.Content wanted = route.body();
        if (wanted == null) {
            if (request.body().length > 0) {
                throw ProblemException.badRequest("nothing is taken in the body here");
            }
            return JsonObject.EMPTY;
        }
        requireContentType(wanted.contentType(), request);
        if (wanted.schema() == null) {
            return JsonObject.EMPTY;
        }
        Object json = json(request.body());
        requireValid("the body is not as it should be", "", wanted.schema(), json);
        return json instanceof Map<?, ?> fields ? new JsonObject(fields) : JsonObject.EMPTY;
    }

    private static void requireContentType(String wanted, HttpRequest request) {
        String given = request.headers().first("content-type").orElse("");
        String type = given.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals(wanted)) {
            throw new ProblemException(
                    new Problem(415, "", "send the body as content-type " + wanted), Map.of("accept", wanted));
        }
    }

    private static Object json(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            Object value = JsonText.read(text);
            if (value == null) {
                throw ProblemException.badRequest("the body is null");
            }
            return value;
        } catch (CharacterCodingException e) {
            throw ProblemException.badRequest("the body is no UTF-8");
        } catch (DecodeException e) {
            throw ProblemException.badRequest("the body is no JSON: " + e.getMessage());
        }
    }

    private static Object parsed(Route.Parameter parameter, String value) {
        Object type = parameter.schema().words().get("type");
        if ("integer".equals(type)) {
            try {
                return Long.valueOf(value);
            } catch (NumberFormatException e) {
                throw invalid(parameter.name(), "must be a whole number");
            }
        } else if ("boolean".equals(type) && (value.equals("true") || value.equals("false"))) {
            return Boolean.valueOf(value);
        }
        return value;
    }

    private static void requireValid(String detail, String where, Schema schema, Object value) {
        List<Problem.Place> errors = schema.check(value).stream()
                .map(error -> new Problem.Place(where + error.pointer(), error.detail()))
                .toList();
        if (!errors.isEmpty()) {
            Problem.Place first = errors.get(0);
            throw ProblemException.badRequest(
                    detail + ": " + (first.pointer().isEmpty() ? "it" : first.pointer()) + " " + first.detail(),
                    errors);
        }
    }

    private static ProblemException invalid(String parameter, String detail) {
        return ProblemException.badRequest(
                "the query is not as it should be: " + parameter + " " + detail,
                List.of(new Problem.Place(parameter, detail)));
    }
}
