package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.hex;
import static io.codecollab.crdt.pitfalls.Scenario.updatesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YText;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Indices between the two halves of a surrogate pair. The text is a😀b: 1 and 3 are its edges, 2 is inside. */
class SurrogatePitfallsTest {

    static Stream<Named<Consumer<YText>>> editsWithoutEffect() {
        return Stream.of(
                edit("unformat inside", text -> text.format(2, 1, Collections.singletonMap("bold", null))),
                edit("format nothing", text -> text.format(2, 0, Map.of("bold", true))),
                edit("retain to the inside", text -> text.applyDelta(List.of(retain(2)))),
                edit("retain from the inside", text -> text.applyDelta(List.of(retain(2), retain(1)))),
                edit("delete nothing", text -> text.delete(2, 0)),
                edit("insert nothing", text -> text.insert(2, "")));
    }

    /** Yjs cuts the pair to find the position, tells nobody, and never agrees with its peers again. */
    @Pitfall(31)
    @ParameterizedTest
    @MethodSource("editsWithoutEffect")
    void editWithoutEffectLeavesThePairAlone(Consumer<YText> edit) {
        Doc doc = doc(1);
        doc.getText("t").insert(0, "a😀b");
        String state = hex(doc.encodeStateAsUpdate());

        List<String> updates = updatesOf(doc, () -> edit.accept(doc.getText("t")));

        assertThat(updates).isEmpty();
        assertThat(doc.getText("t").toString()).isEqualTo("a😀b");
        assertThat(hex(doc.encodeStateAsUpdate())).isEqualTo(state);
    }

    static Stream<Arguments> realCuts() {
        return Stream.of(
                Arguments.of("surrogateInsertInside", edit("insert", text -> text.insert(2, "x"))),
                Arguments.of("surrogateDeleteLowHalf", edit("delete low", text -> text.delete(2, 1))),
                Arguments.of("surrogateDeleteHighHalf", edit("delete high", text -> text.delete(1, 1))),
                Arguments.of("surrogateFormatLowHalf", edit("format", text -> text.format(2, 1, Map.of("bold", true)))),
                Arguments.of("surrogateEmbedInside", edit("embed", text -> text.insertEmbed(2, Map.of("image", "x")))));
    }

    @Pitfall(31)
    @ParameterizedTest(name = "{0}")
    @MethodSource("realCuts")
    void realCutReplacesBothHalvesAsInYjs(String scenario, Consumer<YText> edit) {
        Doc doc = doc(1);
        doc.getText("t").insert(0, "a😀b");
        Doc peer = Scenario.copyOf(doc, 2);
        Scenario yjs = Scenario.named(scenario);

        List<String> updates = updatesOf(doc, () -> edit.accept(doc.getText("t")));

        assertThat(updates).isEqualTo(yjs.recorded().elements("updates"));
        assertThat(doc.getText("t").toString()).isEqualTo(yjs.recorded().text("text"));
        yjs.assertState(doc);
        updates.forEach(update -> peer.applyUpdate(Scenario.bytes(update)));
        yjs.assertState(peer);
    }

    private static Named<Consumer<YText>> edit(String name, Consumer<YText> edit) {
        return Named.of(name, edit);
    }

    private static DeltaOp retain(int length) {
        return new DeltaOp.Retain(length, Map.of());
    }
}
