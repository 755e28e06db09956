package io.codecollab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.Recording;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents and the utilities of core-golden.json, as far as they can be seen without a document. */
class GoldenUpdatesTest {

    private static final byte[] KNOWS_NOTHING = {0};

    /** The only recorded document with an item that inherits its map key: see {@link #rewritten}. */
    private static final String WITH_INHERITED_KEY = "map overwrite + nested array + bytes";

    static Stream<String> documents() {
        return Recording.golden("docs").names().stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void convertsBetweenTheFormats(String name) {
        Recording document = Recording.golden("docs").part(name);
        byte[] v1 = document.hex("v1");
        byte[] v2 = document.hex("v2");

        assertThat(Updates.convertUpdateFormatV1ToV2(v1)).isEqualTo(rewrittenV2(v2));
        assertThat(Updates.convertUpdateFormatV2ToV1(v2)).isEqualTo(rewritten(v1));
        if (!name.equals(WITH_INHERITED_KEY)) {
            assertThat(rewritten(v1)).isEqualTo(v1);
            assertThat(rewrittenV2(v2)).isEqualTo(v2);
        }
    }

    /**
     * An update that Yjs has read and written: it no longer marks an item as a map entry when the key is not with it.
     * The recorded vectors hold examples; here it is enough that all ways lead to the same bytes.
     */
    private static byte[] rewritten(byte[] update) {
        return Updates.diffUpdate(update, KNOWS_NOTHING);
    }

    private static byte[] rewrittenV2(byte[] update) {
        return Updates.diffUpdateV2(update, KNOWS_NOTHING);
    }

    @Test
    void dropsTheMarkOfAnInheritedMapKey() {
        byte[] update = Recording.golden("docs").part(WITH_INHERITED_KEY).hex("v1");

        String before = HexFormat.of().formatHex(update);
        assertThat(before).contains("a801000");
        assertThat(HexFormat.of().formatHex(rewritten(update))).isEqualTo(before.replace("a801000", "8801000"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void findsTheStateVectorInTheUpdate(String name) {
        Recording document = Recording.golden("docs").part(name);

        assertThat(Updates.encodeStateVectorFromUpdate(document.hex("v1"))).isEqualTo(document.hex("sv"));
        assertThat(Updates.encodeStateVectorFromUpdateV2(document.hex("v2"))).isEqualTo(document.hex("sv"));
        assertThat(Updates.parseUpdateMeta(document.hex("v1")).to()).isEqualTo(StateVector.decode(document.hex("sv")));
        assertThat(StateVector.decode(document.hex("sv")).encode()).isEqualTo(document.hex("sv"));
    }

    /** A snapshot is a delete set and a state vector. */
    @ParameterizedTest
    @MethodSource("documents")
    void findsTheDeleteSetInTheUpdate(String name) {
        Recording document = Recording.golden("docs").part(name);
        IdSet deleted = Updates.decodeUpdate(document.hex("v1")).deleteSet();
        StateVector state = StateVector.decode(document.hex("sv"));
        ByteWriter v1 = new ByteWriter();
        deleted.encodeV1(v1);
        state.write(v1);
        ByteWriter v2 = new ByteWriter();
        deleted.encodeV2(v2);
        state.write(v2);

        // the GC'd document's update names more deletions than its snapshot would need, all documents here name the
        // same
        assertThat(v1.toByteArray()).isEqualTo(document.hex("snapV1"));
        assertThat(v2.toByteArray()).isEqualTo(document.hex("snapV2"));
        assertThat(IdSet.decodeV1(new ByteReader(document.hex("snapV1")))).isEqualTo(deleted);
        assertThat(IdSet.decodeV2(new ByteReader(document.hex("snapV2")))).isEqualTo(deleted);
        assertThat(Updates.decodeUpdateV2(document.hex("v2")).deleteSet()).isEqualTo(deleted);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void findsTheSameStructsInBothFormats(String name) {
        Recording document = Recording.golden("docs").part(name);
        DecodedUpdate v1 = Updates.decodeUpdate(document.hex("v1"));
        DecodedUpdate v2 = Updates.decodeUpdateV2(document.hex("v2"));

        assertThat(v1).usingRecursiveComparison().isEqualTo(v2);
    }

    @Test
    void namesWhatIsInAnUpdate() {
        DecodedUpdate update = Updates.decodeUpdate(
                Recording.golden("docs").part("format + embed").hex("v1"));

        assertThat(update.structs())
                .extracting(DecodedUpdate.Struct::kind)
                .containsExactly(
                        DecodedUpdate.Kind.STRING,
                        DecodedUpdate.Kind.STRING,
                        DecodedUpdate.Kind.FORMAT,
                        DecodedUpdate.Kind.FORMAT,
                        DecodedUpdate.Kind.EMBED);
        DecodedUpdate.Struct first = update.structs().get(0);
        assertThat(first.parentName()).isEqualTo("t");
        assertThat(first.content()).isEqualTo("hello");
        DecodedUpdate.Struct second = update.structs().get(1);
        assertThat(second.origin()).isEqualTo(new DecodedUpdate.Id(1, 4));
        assertThat(update.structs().get(2).content()).isEqualTo(new DecodedUpdate.Attribute("bold", true));
        assertThat(update.structs().get(4).content()).isEqualTo(Map.of("img", "x"));
    }

    private static final Recording UTILS = Recording.golden("utils");
    private static final List<byte[]> TYPED = UTILS.hexes("updates");

    private static List<byte[]> typed(int... indices) {
        List<byte[]> updates = new ArrayList<>();
        for (int index : indices) {
            updates.add(TYPED.get(index));
        }
        return updates;
    }

    @Test
    void mergesWithoutSquashing() {
        assertThat(Updates.mergeUpdates(TYPED)).isEqualTo(UTILS.hex("merge all (no squash)"));
    }

    @Test
    void fillsGapsWithSkips() {
        assertThat(Updates.mergeUpdates(typed(0, 2))).isEqualTo(UTILS.hex("merge[0,2]"));
        assertThat(Updates.mergeUpdates(typed(2, 0, 3))).isEqualTo(UTILS.hex("merge[2,0,3]"));
        assertThat(Updates.mergeUpdates(typed(2, 0))).isEqualTo(UTILS.hex("pending: apply 2 then 0, encodeState"));
    }

    @Test
    void fillsGapsWithSkipsInV2() {
        List<byte[]> v2 =
                typed(0, 2).stream().map(Updates::convertUpdateFormatV1ToV2).toList();

        assertThat(Updates.mergeUpdatesV2(v2)).isEqualTo(UTILS.hex("mergeV2[0,2]"));
    }

    @Test
    void endsTheStateVectorAtTheFirstHole() {
        byte[] withHole = Updates.mergeUpdates(typed(0, 2));

        assertThat(Updates.encodeStateVectorFromUpdate(withHole)).isEqualTo(UTILS.hex("svFromUpdate(merge[0,2])"));
        assertThat(Updates.encodeStateVectorFromUpdate(withHole)).isEqualTo(UTILS.hex("pending: sv"));
    }

    @Test
    void leavesOutOfADiffWhatIsKnownAndLeadingSkips() {
        byte[] update = Updates.mergeUpdates(typed(0, 2, 3));

        assertThat(Updates.diffUpdate(update, new byte[] {1, 5, 1}))
                .isEqualTo(UTILS.hex("diff(merge[0,2,3], sv{5:1})"));
        assertThat(Updates.diffUpdate(update, new byte[] {1, 5, 3}))
                .isEqualTo(UTILS.hex("diff(merge[0,2,3], sv{5:3})"));
    }

    @Test
    void cutsOffWhatAnotherUpdateHas() {
        byte[] full = HexFormat.of().parseHex("0101050004010174046162636400");

        assertThat(Updates.mergeUpdates(List.of(TYPED.get(0), full))).isEqualTo(UTILS.hex("merge(u0, full)"));
        assertThat(Updates.obfuscateUpdate(full)).isEqualTo(UTILS.hex("obfuscate"));
    }

    @Test
    void joinsGcsOnlyOfDifferentInputs() {
        byte[] first = HexFormat.of().parseHex("01010700000200");
        byte[] second = HexFormat.of().parseHex("01010702000300");
        assertThat(Updates.mergeUpdates(List.of(first, second))).isEqualTo(UTILS.hex("gc merge [0,2)+[2,5)"));

        byte[] two = HexFormat.of().parseHex("010207000002000300");
        byte[] third = HexFormat.of().parseHex("01010705000100");
        assertThat(Updates.mergeUpdates(List.of(two, third)))
                .isEqualTo(UTILS.hex("gc two structs in one update + third"));
    }
}
