package io.codecollab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.Recording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents made with our API have the bytes that npm yjs recorded, and documents read from those bytes keep them. */
class GoldenDocumentsTest {

    /* How each recorded document was made; client 1 unless its name says otherwise. */
    private static final Map<String, Consumer<Doc>> EDITS = new LinkedHashMap<>();

    static {
        EDITS.put("empty", doc -> {});
        EDITS.put("text 'abc'", doc -> doc.getText("t").insert(0, "abc"));
        EDITS.put("then insert(1,'X'), delete(0,1)", doc -> {
            doc.getText("t").insert(0, "abc");
            doc.getText("t").insert(1, "X");
            doc.getText("t").delete(0, 1);
        });
        EDITS.put("map overwrite + nested array + bytes", doc -> {
            doc.getMap("m").set("k", 1);
            doc.getMap("m").set("k", 2);
            doc.getMap("m").set("a", YArray.from(List.of(1, 2, Map.of("x", 1), new byte[] {9})));
        });
        EDITS.put("format + embed", doc -> {
            doc.getText("t").insert(0, "hello world");
            doc.getText("t").format(0, 5, Map.of("bold", true));
            doc.getText("t").insertEmbed(5, Map.of("img", "x"));
        });
        EDITS.put("same format key twice (V2 key quirk)", doc -> {
            doc.getText("t").insert(0, "abcdef");
            doc.getText("t").format(0, 2, Map.of("bold", true));
            doc.getText("t").format(3, 2, Map.of("bold", true));
        });
        EDITS.put("xml", doc -> {
            XmlElement paragraph = new XmlElement("P");
            doc.getXmlFragment("x").insert(0, paragraph);
            paragraph.setAttribute("id", "1");
            paragraph.insert(0, new XmlText("hi"));
            doc.getXmlFragment("x").push(new XmlElement("P"));
        });
        EDITS.put("xml hook + text", doc -> doc.getXmlFragment("f").insert(0, new XmlHook("h"), new XmlText("t")));
        EDITS.put("subdocs", doc -> {
            doc.getMap("m").set("s", new Doc(DocOptions.defaults().withGuid("g1")));
            doc.getMap("m")
                    .set(
                            "s2",
                            new Doc(DocOptions.defaults()
                                    .withGuid("g2")
                                    .withGc(false)
                                    .withAutoLoad(true)
                                    .withMeta(Map.of("a", 1))));
        });
        EDITS.put("array mixed", doc -> doc.getArray("a").insert(0, 1, "s", new byte[] {1}, null, true, new YMap(), 2));
        EDITS.put("surrogate split", doc -> {
            doc.getText("t").insert(0, "a😀b");
            doc.getText("t").insert(2, "X");
        });
        EDITS.put("gc nested", doc -> {
            doc.clientId(5);
            doc.getMap("m").set("a", YArray.from(List.of(1, 2, 3)));
            doc.getMap("m").delete("a");
        });
        EDITS.put("client ids 2,5,2^32-1,2^53-1", doc -> {
            for (long client : new long[] {2, 5, (1L << 32) - 1, (1L << 53) - 1}) {
                Doc peer = documentOf(client);
                peer.getText("t").insert(0, "z");
                doc.applyUpdate(peer.encodeStateAsUpdate());
            }
        });
    }

    private static Doc documentOf(long client) {
        return new Doc(DocOptions.defaults().withClientId(client));
    }

    static Stream<String> names() {
        return Recording.golden("docs").names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameEditsMakeTheSameBytes(String name) {
        Doc doc = documentOf(1);
        Consumer<Doc> edits = Objects.requireNonNull(EDITS.get(name), name);

        edits.accept(doc);

        assertHasBytes(doc, Recording.golden("docs").part(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsReadFromV1IsWrittenAgain(String name) {
        Recording recorded = Recording.golden("docs").part(name);
        Doc doc = documentOf(77);

        doc.applyUpdate(recorded.hex("v1"));

        assertHasBytes(doc, recorded);
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsReadFromV2IsWrittenAgain(String name) {
        Recording recorded = Recording.golden("docs").part(name);
        Doc doc = documentOf(77);

        doc.applyUpdateV2(recorded.hex("v2"));

        assertHasBytes(doc, recorded);
    }

    private static void assertHasBytes(Doc doc, Recording recorded) {
        assertThat(doc.encodeStateAsUpdate()).as("v1").isEqualTo(recorded.hex("v1"));
        assertThat(doc.encodeStateAsUpdateV2()).as("v2").isEqualTo(recorded.hex("v2"));
        assertThat(doc.encodeStateVector()).as("sv").isEqualTo(recorded.hex("sv"));
        assertThat(Snapshot.of(doc).encode()).as("snapshot v1").isEqualTo(recorded.hex("snapV1"));
        assertThat(Snapshot.of(doc).encodeV2()).as("snapshot v2").isEqualTo(recorded.hex("snapV2"));
    }

    @Test
    void parkedStructsAreInTheState() {
        Recording utils = Recording.golden("utils");
        Doc doc = new Doc();

        doc.applyUpdate(utils.hexes("updates").get(2));
        doc.applyUpdate(utils.hexes("updates").get(0));

        assertThat(doc.encodeStateAsUpdate()).isEqualTo(utils.hex("pending: apply 2 then 0, encodeState"));
        assertThat(doc.encodeStateVector()).isEqualTo(utils.hex("pending: sv"));
    }
}
