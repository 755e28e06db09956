package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.UndoManager;
import io.codecollab.crdt.XmlElement;
import io.codecollab.crdt.XmlFragment;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YEvent;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.update.StructRef;
import io.codecollab.crdt.update.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Things within things within things: values have a bound, types do not need one. */
class DepthPitfallsTest {

    private static final int DEPTH = 100_000;

    /** 50,000 nested arrays in 100 KB overflow the stack of Yjs. */
    @Pitfall(61)
    @ParameterizedTest
    @ValueSource(ints = {513, DEPTH})
    void valuesNestedTooDeeplyAreRefused(int depth) {
        assertRefused(update(writer -> {
            writer.writeUint8(StructRef.ANY | StructRef.HAS_PARENT_SUB);
            writer.writeVarUint(1);
            writer.writeVarString("m");
            writer.writeVarString("k");
            writer.writeVarUint(1);
            for (int i = 0; i < depth; i++) {
                writer.writeUint8(117);
                writer.writeVarUint(1);
            }
            writer.writeUint8(126);
        }));
    }

    @Pitfall(61)
    @ParameterizedTest
    @ValueSource(ints = {513, DEPTH})
    void jsonNestedTooDeeplyIsRefused(int depth) {
        String json = "[".repeat(depth) + "]".repeat(depth);
        assertRefused(update(writer -> {
            writer.writeUint8(StructRef.EMBED);
            writer.writeVarUint(1);
            writer.writeVarString("t");
            writer.writeVarString(json);
        }));
        assertRefused(update(writer -> {
            writer.writeUint8(StructRef.JSON);
            writer.writeVarUint(1);
            writer.writeVarString("a");
            writer.writeVarUint(1);
            writer.writeVarString(json);
        }));
    }

    private static void assertRefused(byte[] update) {
        Doc doc = doc(99);
        doc.getText("t").insert(0, "before");
        String state = hex(doc.encodeStateAsUpdate());

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdate(update));

        assertThat(hex(doc.encodeStateAsUpdate())).isEqualTo(state);
    }

    @Pitfall(61)
    @Test
    void deepTypesAreReadWrittenAndConverted() {
        Doc doc = loaded(nestedTypes(TypeRef.ARRAY, DEPTH));

        Doc copy = Scenario.copyOf(doc, 98);

        assertThat(copy.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
        assertThat(depthOf(doc.getArray("root").toJson())).isEqualTo(DEPTH + 1);
        assertThat(depthOf(doc.toJson().get("root"))).isEqualTo(DEPTH + 1);
    }

    @Pitfall(61)
    @Test
    void deepTypesAreDeletedAndCollected() {
        Doc doc = loaded(nestedTypes(TypeRef.ARRAY, DEPTH));

        doc.getArray("root").delete(0);

        assertThat(doc.getArray("root").length()).isZero();
        assertThat(doc.structCount()).as("one tombstone, one collected run").isEqualTo(2);
    }

    @Pitfall(61)
    @Test
    void deepTypesAreUndoneAndRedone() {
        Doc doc = loaded(nestedTypes(TypeRef.ARRAY, DEPTH));
        UndoManager undo = new UndoManager(doc.getArray("root"));

        doc.getArray("root").delete(0);
        undo.undo();
        assertThat(depthOf(doc.getArray("root").toJson())).isEqualTo(DEPTH + 1);
        undo.redo();
        assertThat(doc.getArray("root").length()).isZero();
    }

    @Pitfall(61)
    @Test
    void changeInTheDepthsIsHeardAtTheSurface() {
        Doc doc = loaded(nestedTypes(TypeRef.ARRAY, DEPTH));
        List<Integer> pathLengths = new ArrayList<>();
        doc.getArray("root").observeDeep(events -> {
            for (YEvent event : events) {
                pathLengths.add(event.path().size());
            }
        });

        deepest(doc.getArray("root")).push("bottom");

        assertThat(pathLengths).containsExactly(DEPTH);
    }

    /** Making a copy has no bound; putting one into a document goes down level by level, as only the caller's own can. */
    @Pitfall(61)
    @Test
    void deepTypesAreCopied() {
        Doc doc = loaded(nestedTypes(TypeRef.ARRAY, DEPTH));
        Doc shallower = loaded(nestedTypes(TypeRef.ARRAY, 100));

        ((YArray) Objects.requireNonNull(doc.getArray("root").get(0))).copy();
        shallower
                .getArray("copies")
                .push(((YArray) Objects.requireNonNull(
                                shallower.getArray("root").get(0)))
                        .copy());

        assertThat(depthOf(shallower.getArray("copies").toJson())).isEqualTo(101);
    }

    @Pitfall(61)
    @Test
    void deepXmlIsWrittenAndWalked() {
        Doc doc = loaded(nestedTypes(TypeRef.XML_ELEMENT, DEPTH));
        XmlFragment root = doc.getXmlFragment("root");

        String xml = root.toString();

        assertThat(xml).hasSize(DEPTH * "<p></p>".length()).startsWith("<p><p>").endsWith("</p></p>");
        assertThat(root.querySelectorAll("p")).hasSize(DEPTH);
        int walked = 0;
        for (var nodes = root.createTreeWalker(node -> node instanceof XmlElement); nodes.hasNext(); nodes.next()) {
            walked++;
        }
        assertThat(walked).isEqualTo(DEPTH);
    }

    private static YArray deepest(YArray root) {
        YArray array = root;
        while (array.length() > 0) {
            array = (YArray) Objects.requireNonNull(array.get(0));
        }
        return array;
    }

    private static int depthOf(@Nullable Object json) {
        int depth = 0;
        Object level = json;
        while (level instanceof List<?> list) {
            depth++;
            level = list.isEmpty() ? null : list.get(0);
        }
        return depth;
    }

    private static Doc loaded(byte[] update) {
        Doc doc = doc(99);
        doc.applyUpdate(update);
        return doc;
    }

    /** A chain of types, each the only child of the one before; the first stands in "root". */
    private static byte[] nestedTypes(int typeRef, int depth) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(1);
        writer.writeVarUint(depth);
        writer.writeVarUint(1);
        writer.writeVarUint(0);
        for (int clock = 0; clock < depth; clock++) {
            writer.writeUint8(StructRef.TYPE);
            if (clock == 0) {
                writer.writeVarUint(1);
                writer.writeVarString("root");
            } else {
                writer.writeVarUint(0);
                writer.writeVarUint(1);
                writer.writeVarUint(clock - 1);
            }
            writer.writeVarUint(typeRef);
            if (typeRef == TypeRef.XML_ELEMENT) {
                writer.writeVarString("p");
            }
        }
        writer.writeVarUint(0);
        return writer.toByteArray();
    }

    /** An update of one struct, client 1, clock 0. */
    private static byte[] update(Consumer<ByteWriter> struct) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(1);
        writer.writeVarUint(1);
        writer.writeVarUint(1);
        writer.writeVarUint(0);
        struct.accept(writer);
        writer.writeVarUint(0);
        return writer.toByteArray();
    }
}
