package io.codecollab.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes up JSON that is as a schema says, and now and then is not. The same for the same random numbers. */
final class JsonMaker {

    private static final List<String> WORDS = List.of(
            "",
            "a",
            "editor",
            "x".repeat(300),
            "\u00e9\u0301",
            "\ud83d\ude00",
            "' OR 1=1 --",
            "\u0000",
            "../..",
            "\u202eabc",
            "2026-01-01T00:00:00Z",
            "null",
            "0");

    private static final int WRONG_ONE_IN = 12;

    private final DeclaredApi api;
    private final SplittableRandom random;

    JsonMaker(DeclaredApi api, SplittableRandom random) {
        this.api = api;
        this.random = random;
    }

    /** A value for a schema, or a reference to one. */
    @Nullable
    Object make(Object schema) {
        Map<?, ?> words = api.resolved(schema);
        if (random.nextInt(WRONG_ONE_IN) == 0) {
            return anything();
        }
        if (words.get("enum") instanceof List<?> values) {
            return values.get(random.nextInt(values.size()));
        }
        Object type = words.get("type") instanceof List<?> types ? types.get(0) : words.get("type");
        return switch (String.valueOf(type)) {
            case "object" -> object(words);
            case "array" -> array(words);
            case "integer" -> integer(words);
            case "boolean" -> random.nextBoolean();
            default -> text(words);
        };
    }

    private Map<String, Object> object(Map<?, ?> words) {
        Map<String, Object> object = new LinkedHashMap<>();
        List<?> required = words.get("required") instanceof List<?> names ? names : List.of();
        if (words.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, schema) -> {
                boolean isThere = required.contains(name) ? random.nextInt(20) > 0 : random.nextBoolean();
                if (isThere) {
                    object.put(String.valueOf(name), make(schema));
                }
            });
        }
        if (random.nextInt(20) == 0) {
            object.put(word(), anything());
        }
        return object;
    }

    private List<Object> array(Map<?, ?> words) {
        List<Object> array = new ArrayList<>();
        Object items = words.get("items");
        for (int i = random.nextInt(4); i > 0 && items != null; i--) {
            array.add(make(items));
        }
        return array;
    }

    private long integer(Map<?, ?> words) {
        long minimum = words.get("minimum") instanceof Number number ? number.longValue() : 0;
        long maximum = words.get("maximum") instanceof Number number ? number.longValue() : Integer.MAX_VALUE;
        return switch (random.nextInt(8)) {
            case 0 -> minimum;
            case 1 -> maximum;
            case 2 -> minimum - 1;
            case 3 -> maximum + 1;
            default -> Math.min(maximum, minimum + random.nextInt(10));
        };
    }

    private String text(Map<?, ?> words) {
        if (words.get("examples") instanceof List<?> examples && random.nextBoolean()) {
            return String.valueOf(examples.get(0));
        }
        return word();
    }

    private @Nullable Object anything() {
        return switch (random.nextInt(7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> 12;
            case 3 -> random.nextDouble() * 1e300;
            case 4 -> List.of(word());
            case 5 -> Map.of(word(), word());
            default -> word();
        };
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
