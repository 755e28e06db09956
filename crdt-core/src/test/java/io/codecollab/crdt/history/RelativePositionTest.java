package io.codecollab.crdt.history;

import static io.codecollab.crdt.history.Trail.doc;
import static io.codecollab.crdt.history.Trail.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.AbsolutePosition;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.Id;
import io.codecollab.crdt.RelativePosition;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.UndoManager;
import io.codecollab.crdt.UndoOptions;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.oracle.RecordedJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places that stay where they are: their bytes, their JSON, and where they are after edits. */
@ExtendWith(Trail.Extension.class)
class RelativePositionTest {

    private static final RecordedJson GOLDEN =
            RecordedJson.resource("/vectors/core-golden.json").object("misc");

    private static String hex(RelativePosition position) {
        return HexFormat.of().formatHex(position.encode());
    }

    private static RelativePosition decode(String hex) {
        return RelativePosition.decode(HexFormat.of().parseHex(hex));
    }

    private static AbsolutePosition absolute(RelativePosition position, Doc doc) {
        return Objects.requireNonNull(position.toAbsolute(doc));
    }

    @Test
    void theGoldenBytes() {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        text.insert(0, "abc");
        YText nested = new YText();
        doc.getMap("m").set("k", nested);

        assertThat(hex(RelativePosition.fromTypeIndex(text, 1))).isEqualTo(GOLDEN.text("relpos index1"));
        assertThat(hex(RelativePosition.fromTypeIndex(text, 3))).isEqualTo(GOLDEN.text("relpos end"));
        assertThat(hex(RelativePosition.fromTypeIndex(text, 3, -1))).isEqualTo(GOLDEN.text("relpos end assoc -1"));
        assertThat(hex(RelativePosition.fromTypeIndex(text, 0, -1))).isEqualTo(GOLDEN.text("relpos 0 assoc -1"));
        assertThat(hex(RelativePosition.fromTypeIndex(nested, 0))).isEqualTo(GOLDEN.text("relpos nested end"));
    }

    @Test
    void positionsAtEveryIndex(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        YArray array = doc.getArray("a");
        YMap root = doc.getMap("m");
        for (String word : List.of("1", "abc", "z", "y", "x")) {
            text.insert(0, word);
        }
        text.delete(1, 2);
        text.format(0, 2, Map.of("bold", true));
        text.delete(text.length() - 1, 1);
        array.push(1, 2, 3);
        YText inner = new YText("xy");
        root.set("inner", inner);
        List<SharedType> types = List.of(text, array, inner, doc.getText("empty"));
        for (SharedType type : types) {
            for (int index = 0; index <= type.length() + 2; index++) {
                for (int assoc : new int[] {0, -1, 3, -7}) {
                    RelativePosition position = RelativePosition.fromTypeIndex(type, index, assoc);
                    AbsolutePosition absolute = absolute(RelativePosition.decode(position.encode()), doc);
                    trail.sees(List.of(
                            hex(position),
                            JsonText.write(position.toJson()),
                            absolute.index(),
                            absolute.assoc(),
                            types.indexOf(absolute.type())));
                }
            }
        }
    }

    @Test
    void positionsOfTombstonesAndReleasedContent(Trail trail) {
        Doc doc = doc(1);
        YArray array = doc.getArray("a");
        YText text = doc.getText("t");
        YText innerText = new YText("inner");
        YArray innerList = YArray.from(List.of(1, 2, 3));
        array.push(innerText, innerList, new YMap(map("k", "v")));
        text.insert(0, "abcdef");
        List<RelativePosition> positions = new ArrayList<>(List.of(
                RelativePosition.fromTypeIndex(text, 2, 0),
                RelativePosition.fromTypeIndex(text, 3, -1),
                RelativePosition.fromTypeIndex(text, 6, 0),
                RelativePosition.fromTypeIndex(text, 6, -1),
                RelativePosition.fromTypeIndex(innerText, 2, 0),
                RelativePosition.fromTypeIndex(innerText, 5, 0),
                RelativePosition.fromTypeIndex(innerText, 0, -1),
                RelativePosition.fromTypeIndex(innerList, 1, 0),
                RelativePosition.fromTypeIndex(array, 1, 0),
                RelativePosition.fromTypeIndex(array, 3, 0)));
        int clockOfKey = doc.stateVector().get(1) - 1 - text.length();
        positions.add(RelativePosition.fromJson(Map.of("item", Map.of("client", 1, "clock", clockOfKey))));
        trail.sees(look(positions, doc));
        text.delete(1, 4);
        array.delete(0, 1);
        trail.sees(look(positions, doc));
        array.delete(1, 1);
        text.delete(0, 2);
        trail.sees(look(positions, doc));
        positions.add(RelativePosition.fromJson(Map.of("item", Map.of("client", 1, "clock", 99))));
        positions.add(RelativePosition.fromJson(Map.of("type", Map.of("client", 8, "clock", 0))));
        trail.sees(look(positions, doc));
    }

    private static List<@Nullable Object> look(List<RelativePosition> positions, Doc doc) {
        List<@Nullable Object> seen = new ArrayList<>();
        for (RelativePosition position : positions) {
            AbsolutePosition absolute = position.toAbsolute(doc);
            seen.add(absolute == null ? null : List.of(absolute.index(), absolute.assoc()));
        }
        return seen;
    }

    @Test
    void positionsFollowWhatWasUndone(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager undo = new UndoManager(text, UndoOptions.defaults().withCaptureTimeoutMs(0));
        text.insert(0, "hello world");
        List<RelativePosition> positions = List.of(
                RelativePosition.fromTypeIndex(text, 1),
                RelativePosition.fromTypeIndex(text, 7),
                RelativePosition.fromTypeIndex(text, 8, -1));
        trail.sees(bothWays(positions, doc));
        text.delete(6, 5);
        trail.sees(bothWays(positions, doc));
        undo.undo();
        trail.sees(bothWays(positions, doc));
        text.insert(6, "wide ");
        trail.sees(bothWays(positions, doc));
        text.delete(8, 3);
        undo.undo();
        trail.sees(bothWays(positions, doc));
        Doc copy = doc(2);
        copy.applyUpdate(doc.encodeStateAsUpdate());
        copy.getText("t");
        trail.sees(positions.stream()
                .map(position -> absolute(position, copy).index())
                .toList());
    }

    private static List<List<Integer>> bothWays(List<RelativePosition> positions, Doc doc) {
        return positions.stream()
                .map(position -> List.of(
                        Objects.requireNonNull(position.toAbsolute(doc, true)).index(),
                        Objects.requireNonNull(position.toAbsolute(doc, false)).index()))
                .toList();
    }

    @Test
    void oldBytesHaveNoAssociation() {
        assertThat(decode("000101")).isEqualTo(new RelativePosition(null, null, new Id(1, 1), 0));
        assertThat(decode("010174")).isEqualTo(new RelativePosition(null, "t", null, 0));
        assertThat(decode("020103")).isEqualTo(new RelativePosition(new Id(1, 3), null, null, 0));
    }

    @Test
    void theLargestClientIdSurvives() {
        RelativePosition position = new RelativePosition(null, null, new Id((1L << 53) - 1, Integer.MAX_VALUE), -1);

        assertThat(RelativePosition.decode(position.encode())).isEqualTo(position);
        assertThat(RelativePosition.fromJson(position.toJson())).isEqualTo(position);
    }

    /** The last prefix lacks only the association, which old data lack, too. */
    @ParameterizedTest
    @ValueSource(strings = {"00808001ff0141", "010474657874", "02818001ff01"})
    void refusesEveryPrefixThatLacksMore(String hex) {
        byte[] whole = HexFormat.of().parseHex(hex);
        int shortest = RelativePosition.decode(whole).assoc() == 0 ? whole.length : whole.length - 1;
        for (int length = 0; length < shortest; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> RelativePosition.decode(prefix))
                    .as("prefix of length %d", length)
                    .isInstanceOf(DecodeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "03", // no such tag
                "ffffffffffffffffffff01", // a tag that never ends
                "00ffffffffffffffff7f00", // client beyond 2^53-1
                "0001808080800800", // clock 2^31
                "0101ff", // not UTF-8
                "01ffffffff07", // a name of 2 GB
                "000101bfffffffffff1f" // an association of 2^47
            })
    void refusesNonsense(String hex) {
        assertThatThrownBy(() -> decode(hex)).isInstanceOf(DecodeException.class);
    }

    @Test
    void jsonIsWhatYjsReadsAndWrites() {
        RelativePosition position = new RelativePosition(new Id(1, 2), null, new Id(3, 4), -1);

        assertThat(JsonText.write(position.toJson()))
                .isEqualTo("{\"type\":{\"client\":1,\"clock\":2},\"item\":{\"client\":3,\"clock\":4},\"assoc\":-1}");
        assertThat(RelativePosition.fromJson(position.toJson())).isEqualTo(position);
        assertThat(RelativePosition.fromJson(map("tname", "t", "assoc", 0.0)))
                .isEqualTo(new RelativePosition(null, "t", null, 0));
        assertThat(RelativePosition.fromJson(map("tname", ""))).isEqualTo(new RelativePosition(null, "", null, 0));
    }

    @Test
    void refusesJsonThatIsNoPosition() {
        for (Map<String, Object> json : List.of(
                Map.<String, Object>of(),
                Map.<String, Object>of("assoc", 1),
                Map.<String, Object>of("tname", 1),
                Map.<String, Object>of("tname", "t", "assoc", "left"),
                Map.<String, Object>of("tname", "t", "assoc", 0.5),
                Map.<String, Object>of("item", List.of(1, 2)),
                Map.<String, Object>of("item", Map.of("client", 1)),
                Map.<String, Object>of("item", Map.of("client", -1, "clock", 0)),
                Map.<String, Object>of("item", Map.of("client", 1e300, "clock", 0)),
                Map.<String, Object>of("type", Map.of("client", 1, "clock", 1L << 31)))) {
            assertThatThrownBy(() -> RelativePosition.fromJson(json))
                    .as("json=%s", json)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Whoever sends a position must not be able to make root types here. */
    @Test
    void aPositionInAnUnknownRootTypeIsNowhere() {
        Doc doc = doc(1);

        assertThat(new RelativePosition(null, "t", null, 0).toAbsolute(doc)).isNull();
        assertThat(doc.has("t")).isFalse();
        doc.getText("t");
        assertThat(new RelativePosition(null, "t", null, 0).toAbsolute(doc))
                .isEqualTo(new AbsolutePosition(doc.getText("t"), 0, 0));
    }

    @Test
    void aTypeThatHoldsNoTypeIsNowhere() {
        Doc doc = doc(1);
        doc.getText("t").insert(0, "abc");

        assertThat(new RelativePosition(new Id(1, 1), null, null, 0).toAbsolute(doc))
                .isNull();
    }

    @Test
    void refusesNegativeIndicesAndPreliminaryTypes() {
        YText text = doc(1).getText("t");

        assertThatThrownBy(() -> RelativePosition.fromTypeIndex(text, -1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RelativePosition.fromTypeIndex(new YText("abc"), 1))
                .isInstanceOf(IllegalStateException.class);
    }
}
