package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.AbsolutePosition;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.RelativePosition;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.oracle.RecordedJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Positions that stay where they are. The text t is abef with cd deleted in the middle; the array holds a text "nested". */
class RelativePositionPitfallsTest {

    private static final RecordedJson YJS = Scenario.named("relativePositions").recorded();

    private final Doc doc = doc(2);

    RelativePositionPitfallsTest() {
        doc.applyUpdate(YJS.bytes("state"));
    }

    static List<Scenario> made() {
        return YJS.objects("made").stream().map(Scenario::new).toList();
    }

    @Pitfall(57)
    @ParameterizedTest
    @MethodSource("made")
    void positionOfAnIndexIsThatOfYjs(Scenario yjs) {
        RecordedJson recorded = yjs.recorded();
        SharedType type = recorded.text("type").equals("t")
                ? doc.getText("t")
                : (SharedType) Objects.requireNonNull(doc.getArray("a").get(0));

        RelativePosition position =
                RelativePosition.fromTypeIndex(type, (int) recorded.number("index"), (int) recorded.number("assoc"));

        assertThat(hex(position.encode())).isEqualTo(recorded.text("bytes"));
        assertSameAs(position, recorded);
    }

    static List<Scenario> read() {
        return YJS.objects("read").stream().map(Scenario::new).toList();
    }

    /** Old data without a side, deleted items, ends of types, and units nobody has seen. */
    @Pitfall(57)
    @ParameterizedTest
    @MethodSource("read")
    void positionIsReadAndResolvedAsByYjs(Scenario yjs) {
        assertSameAs(RelativePosition.decode(yjs.recorded().bytes("bytes")), yjs.recorded());
    }

    private void assertSameAs(RelativePosition position, RecordedJson recorded) {
        assertThat(normal(position.toJson()))
                .isEqualTo(normal((Map<?, ?>) Objects.requireNonNull(recorded.parsed("json"))));
        assertThat(RelativePosition.fromJson(position.toJson())).isEqualTo(position);
        assertThat(RelativePosition.decode(position.encode()).encode()).isEqualTo(position.encode());
        AbsolutePosition absolute = position.toAbsolute(doc);
        assertThat(describe(absolute)).isEqualTo(describe((Map<?, ?>) recorded.get("resolved")));
    }

    private static String normal(Map<?, ?> json) {
        return new TreeMap<>(json).toString();
    }

    private static String describe(@Nullable AbsolutePosition absolute) {
        return absolute == null ? "nowhere" : absolute.index() + " side " + absolute.assoc();
    }

    private static String describe(@Nullable Map<?, ?> resolved) {
        return resolved == null ? "nowhere" : resolved.get("index") + " side " + resolved.get("assoc");
    }
}
