package io.codecollab.crdt.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.oracle.RecordedJson;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What npm yjs saw in one scenario, look by look. Not thread-safe. */
final class Trail {

    /** Hands a test method the trail of its own name, and sees to it that it is followed to its end. */
    static final class Extension implements ParameterResolver, AfterEachCallback {
        private static final ExtensionContext.Namespace TRAILS = ExtensionContext.Namespace.create(Trail.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Trail.class;
        }

        @Override
        public Trail resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Parameter declared = parameter.getParameter();
            Trail trail = new Trail(declared.getDeclaringExecutable().getName());
            context.getStore(TRAILS).put(Trail.class, trail);
            return trail;
        }

        @Override
        public void afterEach(ExtensionContext context) {
            Trail trail = context.getStore(TRAILS).get(Trail.class, Trail.class);
            if (trail != null && context.getExecutionException().isEmpty()) {
                trail.assertEnd();
            }
        }
    }

    private static final RecordedJson SCENARIOS =
            RecordedJson.resource("/vectors/history.json").object("scenarios");

    private final String name;
    private final List<?> recorded;
    private int looks;

    Trail(String name) {
        this.name = name;
        this.recorded = SCENARIOS.elements(name);
    }

    /** The document has the state bytes that were recorded here. */
    void sees(Doc doc) {
        assertThat(HexFormat.of().formatHex(doc.encodeStateAsUpdate()))
                .as("%s, state at look %d", name, looks + 1)
                .isEqualTo(next());
    }

    /** The value has the JSON text that was recorded here. */
    void sees(@Nullable Object value) {
        assertThat(json(value)).as("%s, value at look %d", name, looks + 1).isEqualTo(next());
    }

    private Object next() {
        assertThat(recorded).as("%s, looks", name).hasSizeGreaterThan(looks);
        return recorded.get(looks++);
    }

    void assertEnd() {
        assertThat(looks).as("%s, looks", name).isEqualTo(recorded.size());
    }

    /** What JSON.stringify writes. */
    static String json(@Nullable Object value) {
        return JsonText.write(plain(value));
    }

    /** What JSON.stringify would see: deltas as objects, shared types by their content. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof DeltaOp.Insert insert) {
            Map<String, @Nullable Object> op = new LinkedHashMap<>();
            op.put("insert", plain(insert.content()));
            if (!insert.attributes().isEmpty()) {
                op.put("attributes", insert.attributes());
            }
            return op;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> plain = new ArrayList<>();
            list.forEach(each -> plain.add(plain(each)));
            return plain;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(key, plain(each)));
            return plain;
        }
        return value instanceof SharedType type ? plain(type.toJson()) : value;
    }

    /* What every story begins with. */

    /** An ordered map: key, value, key, value and so on. */
    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    static Doc doc(long clientId) {
        return new Doc(DocOptions.defaults().withClientId(clientId));
    }

    static Doc docWithoutGc(long clientId) {
        return new Doc(DocOptions.defaults().withClientId(clientId).withGc(false));
    }

    /** A set that may hold null. */
    static Set<@Nullable Object> origins(@Nullable Object... origins) {
        return new HashSet<>(Arrays.asList(origins));
    }

    /** Until everybody has everything: what clean-up answers to one exchange arrives with the next. */
    static void exchange(Doc... docs) {
        for (int round = 0; round < 3; round++) {
            for (Doc from : docs) {
                for (Doc to : docs) {
                    if (from != to) {
                        to.applyUpdate(from.encodeStateAsUpdate(to.encodeStateVector()), "remote");
                    }
                }
            }
        }
    }
}
