package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.bytes;
import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.updatesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.XmlElement;
import io.codecollab.crdt.XmlText;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The two neighbours an item names, and where it stands because of them. */
class AnchorPitfallsTest {

    static Stream<Arguments> insertions() {
        return Stream.of(
                insertion("textFirst", doc -> doc.getText("t").insert(0, "x")),
                insertion("textMiddle", doc -> doc.getText("t").insert(1, "x")),
                insertion("textLast", doc -> doc.getText("t").insert(2, "x")),
                insertion("textEmbed", doc -> doc.getText("t").insertEmbed(1, Map.of("a", 1))),
                insertion(
                        "textDelta",
                        doc -> doc.getText("t")
                                .applyDelta(
                                        List.of(new DeltaOp.Retain(1, Map.of()), new DeltaOp.Insert("x", Map.of())))),
                insertion("arrayFirst", doc -> doc.getArray("a").insert(0, "x")),
                insertion("arrayLast", doc -> doc.getArray("a").insert(1, "x")),
                insertion("arrayPush", doc -> doc.getArray("a").push("x")),
                insertion("arrayUnshift", doc -> doc.getArray("a").unshift("x")),
                insertion("xmlLast", doc -> doc.getXmlFragment("x").insert(1, List.of(new XmlText()))),
                insertion("xmlPush", doc -> doc.getXmlFragment("x").push(List.of(new XmlText()))),
                insertion("mapSet", doc -> doc.getMap("m").set("k", 2)));
    }

    private static Arguments insertion(String scenario, Consumer<Doc> insertion) {
        return Arguments.of(scenario, insertion);
    }

    /** Each method has its own way among tombstones, and all of them name neighbours that touch. */
    @Pitfall(32)
    @ParameterizedTest(name = "{0}")
    @MethodSource("insertions")
    void insertionChoosesTheGapYjsChooses(String scenario, Consumer<Doc> insertion) {
        Doc doc = doc(1);
        doc.getText("t").insert(0, "ABC");
        doc.getText("t").delete(1, 1);
        doc.getArray("a").insert(0, 1, 2, 3, 4);
        doc.getArray("a").delete(3, 1);
        doc.getArray("a").delete(1, 1);
        doc.getArray("a").delete(0, 1);
        doc.getXmlFragment("x").insert(0, List.of(new XmlElement("p"), new XmlElement("q")));
        doc.getXmlFragment("x").delete(1, 1);
        doc.getMap("m").set("k", 1);
        doc.getMap("m").delete("k");

        List<String> updates = updatesOf(doc, () -> insertion.accept(doc));

        assertThat(updates).isEqualTo(Scenario.named("gaps").recorded().elements(scenario));
    }

    static List<Scenario> anchors() {
        return Scenario.allNamed("anchors");
    }

    /** Also anchors that no honest client writes: the same unit on both sides, or the right one left of the left one. */
    @Pitfall(34)
    @ParameterizedTest
    @MethodSource("anchors")
    void craftedAnchorsLeadWhereTheyLeadInYjs(Scenario yjs) {
        long client = yjs.recorded().number("client");
        long origin = yjs.recorded().number("origin");
        long rightOrigin = yjs.recorded().number("rightOrigin");
        Doc doc = doc(99);
        doc.applyUpdate(bytes("01 01 01 00 04 01 01 74 03 616263 00"));

        doc.applyUpdate(bytes("01 01 0%d 00 c4 01 0%d 01 0%d 01 78 00".formatted(client, origin, rightOrigin)));

        assertThat(doc.getText("t").toString()).isEqualTo(yjs.recorded().text("text"));
        yjs.assertState(doc);
    }
}
