package io.codecollab.crdt.awareness;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.oracle.RecordedJson;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded sessions of npm y-protocols (awareness-recorder.mjs): the same calls, the same events, states and bytes. */
class AwarenessVectorsTest {

    private static final String VECTORS = "/vectors/awareness.json";
    private static final HexFormat HEX = HexFormat.of();

    static Stream<Session> sessions() {
        return RecordedJson.resource(VECTORS).objects("sessions").stream().map(Session::new);
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void sessionRunsAsInYProtocols(Session session) {
        session.replay();
    }

    @Test
    void modifiedUpdateHasTheBytesOfYProtocols() {
        RecordedJson recorded = RecordedJson.resource(VECTORS).object("modify");

        byte[] modified = AwarenessUpdate.modify(recorded.bytes("update"), state -> {
            if (!(state instanceof Map<?, ?> fields)) {
                return state;
            }
            Map<Object, @Nullable Object> renamed = new LinkedHashMap<>(fields);
            renamed.put("user", recorded.text("user"));
            return renamed;
        });

        assertThat(HEX.formatHex(modified)).isEqualTo(recorded.text("result"));
    }

    /** One recorded session: three clients under one clock. */
    private static final class Session {
        private final RecordedJson recorded;
        private final List<Awareness> clients = new ArrayList<>();
        private final List<Map<String, Object>> events = new ArrayList<>();
        private long now = 1_000_000;

        Session(RecordedJson recorded) {
            this.recorded = recorded;
        }

        void replay() {
            recorded.longs("ids").forEach(id -> clients.add(newClient(id)));
            List<RecordedJson> steps = recorded.objects("steps");
            for (int i = 0; i < steps.size(); i++) {
                RecordedJson step = steps.get(i);
                events.clear();
                Awareness client = clients.get((int) step.number("client"));
                call(client, step);
                assertSame("step " + i + " of " + this, client, step);
            }
        }

        private Awareness newClient(long id) {
            Awareness client = new Awareness(id, () -> now);
            client.onChange((change, origin) -> events.add(event("change", change, origin)));
            client.onUpdate((change, origin) -> events.add(event("update", change, origin)));
            return client;
        }

        private void call(Awareness client, RecordedJson step) {
            switch (step.text("call")) {
                case "set" -> client.setLocalState(step.text("state"));
                case "field" -> client.setLocalStateField(step.text("field"), step.parsed("value"));
                case "apply" -> client.apply(step.bytes("update"), step.text("origin"));
                case "remove" -> client.removeStates(step.longs("clients"), step.text("origin"));
                case "tick" -> {
                    now += step.number("ms");
                    client.tick();
                }
                default -> throw new AssertionError("unknown call " + step.text("call"));
            }
        }

        private void assertSame(String where, Awareness client, RecordedJson step) {
            assertThat(events).as("events, %s", where).isEqualTo(step.get("events"));
            assertThat(client.states()).as("states, %s", where).isEqualTo(pairs(step, "states"));
            assertThat(clocks(client, step)).as("clocks, %s", where).isEqualTo(pairs(step, "clocks"));
            assertThat(HEX.formatHex(client.encode()))
                    .as("all states, %s", where)
                    .isEqualTo(step.text("all"));
            if (step.get("sent") != null) {
                assertThat(HEX.formatHex(client.encode(lastUpdateClients(step))))
                        .as("bytes to send, %s", where)
                        .isEqualTo(step.text("sent"));
            }
        }

        private static List<Long> lastUpdateClients(RecordedJson step) {
            RecordedJson last = step.objects("events").stream()
                    .reduce((first, second) -> second)
                    .orElseThrow();
            return Stream.of("added", "updated", "removed")
                    .flatMap(name -> last.longs(name).stream())
                    .toList();
        }

        private static Map<Long, Object> clocks(Awareness client, RecordedJson step) {
            Map<Long, Object> clocks = new TreeMap<>();
            pairs(step, "clocks")
                    .keySet()
                    .forEach(id -> clocks.put(id, client.clock(id).orElse(-1)));
            return clocks;
        }

        private static Map<Long, Object> pairs(RecordedJson step, String name) {
            Map<Long, Object> pairs = new TreeMap<>();
            for (Object element : step.elements(name)) {
                List<?> pair = (List<?>) element;
                pairs.put((Long) pair.get(0), pair.get(1));
            }
            return pairs;
        }

        private static Map<String, Object> event(String type, AwarenessChange change, @Nullable Object origin) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("type", type);
            event.put("added", change.added());
            event.put("updated", change.updated());
            // who leaves together leaves in an order of no meaning
            event.put("removed", Awareness.TIMEOUT.equals(origin) ? sorted(change.removed()) : change.removed());
            event.put("origin", Objects.requireNonNull(origin));
            return event;
        }

        private static List<Long> sorted(List<Long> clients) {
            return clients.stream().sorted().toList();
        }

        @Override
        public String toString() {
            return "seed " + recorded.number("seed");
        }
    }
}
