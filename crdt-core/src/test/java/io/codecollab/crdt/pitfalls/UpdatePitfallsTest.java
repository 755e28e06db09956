package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.bytes;
import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.hex;
import static io.codecollab.crdt.pitfalls.Scenario.updatesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.Snapshot;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.Undefined;
import io.codecollab.crdt.oracle.RecordedJson;
import io.codecollab.crdt.update.StateVector;
import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes as they reach and leave a document; what the readers and writers alone can show is tested beside them. */
class UpdatePitfallsTest {

    private static final RecordedJson GOLDEN =
            RecordedJson.resource("/vectors/core-golden.json").object("docs");

    static Stream<String> goldenDocuments() {
        return GOLDEN.fields().keySet().stream().map(String.class::cast);
    }

    /** Client ids of 53 bits, their order, GC structs, inherited keys, repeated format keys, order of keys in objects. */
    @Pitfall({1, 2, 10, 11, 17, 18, 25, 26, 50})
    @ParameterizedTest
    @MethodSource("goldenDocuments")
    void goldenDocumentIsReadAndWrittenInBothFormats(String name) {
        RecordedJson golden = GOLDEN.object(name);
        Doc fromV1 = doc(99);
        Doc fromV2 = doc(99);

        fromV1.applyUpdate(golden.bytes("v1"));
        fromV2.applyUpdateV2(golden.bytes("v2"));

        for (Doc doc : List.of(fromV1, fromV2)) {
            new Scenario(golden).assertState(doc);
            assertThat(hex(Snapshot.of(doc).encode())).isEqualTo(golden.text("snapV1"));
            assertThat(hex(Snapshot.of(doc).encodeV2())).isEqualTo(golden.text("snapV2"));
        }
    }

    /** Yjs keeps the structs of an update whose delete set is cut off. */
    @Pitfall({5, 30})
    @ParameterizedTest
    @MethodSource("goldenDocuments")
    void goldenUpdateCutOffAnywhereChangesNothing(String name) {
        byte[] v1 = GOLDEN.object(name).bytes("v1");
        byte[] v2 = GOLDEN.object(name).bytes("v2");
        Doc doc = doc(99);
        doc.getText("before").insert(0, "before");
        String state = hex(doc.encodeStateAsUpdate());

        for (int length = 0; length < v1.length; length++) {
            byte[] prefix = Arrays.copyOf(v1, length);
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdate(prefix));
        }
        for (int length = 0; length < v2.length; length++) {
            byte[] prefix = Arrays.copyOf(v2, length);
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdateV2(prefix));
        }

        assertThat(hex(doc.encodeStateAsUpdate())).isEqualTo(state);
        assertThat(doc.rootNames()).containsExactly("before");
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("one", List.of(1, 1L, (short) 1, (byte) 1, 1.0, 1.0f)),
                Arguments.of("half", List.of(0.5, 0.5f)),
                Arguments.of("million", List.of(1_700_000_000_000L, 1.7e12)),
                Arguments.of("bigint", List.of(BigInteger.valueOf(5))));
    }

    @Pitfall({6, 7, 8})
    @ParameterizedTest(name = "{0}")
    @MethodSource("numbers")
    void everyBoxOfANumberHasTheBytesOfTheJavaScriptNumber(String name, List<Number> boxes) {
        for (Number box : boxes) {
            Doc doc = doc(1);
            doc.getMap("m").set("k", box);

            Scenario.named("numbers").part(name).assertState(doc);
        }
    }

    @Pitfall(8)
    @Test
    void longThatJavaScriptCannotHoldMustBeABigInteger() {
        Doc doc = doc(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> doc.getMap("m").set("k", (1L << 53)))
                .withMessageContaining("BigInteger");
        assertThat(doc.getMap("m").has("k")).isFalse();
    }

    @Pitfall(9)
    @Test
    void undefinedIsNotNull() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("u", Undefined.UNDEFINED);
        object.put("n", null);
        object.put("l", Arrays.asList(Undefined.UNDEFINED, null));
        Doc doc = doc(1);
        doc.getMap("m").set("u", Undefined.UNDEFINED);
        doc.getMap("m").set("n", null);
        doc.getMap("m").set("o", object);

        Doc copy = Scenario.copyOf(doc, 2);

        Scenario.named("undefinedAndNull").assertState(copy);
        assertThat(copy.getMap("m").has("u")).isTrue();
        assertThat(copy.getMap("m").get("u")).isSameAs(Undefined.UNDEFINED);
        assertThat(copy.getMap("m").has("n")).isTrue();
        assertThat(copy.getMap("m").get("n")).isNull();
    }

    @Pitfall(13)
    @Test
    void loneSurrogatesAreWrittenAsYjsWritesThem() {
        Scenario yjs = Scenario.named("loneSurrogates");
        Doc text = doc(1);
        Doc key = doc(1);
        Doc value = doc(1);

        text.getText("t").insert(0, "x\ud83dy");
        key.getMap("m").set("k\ude00", 1);
        value.getMap("m").set("k", "v\ud83d");

        yjs.part("text").assertState(text);
        yjs.part("key").assertState(key);
        yjs.part("value").assertState(value);
    }

    @Pitfall(14)
    @Test
    void invalidUtf8IsRefused() {
        assertRefused("01 01 ca01 00 c4 01 0a 01 0b 06 20 74 68 65 e5 65 00");
        assertRefused("01 01 01 00 04 01 01 74 02 c3 28 00");
        assertRefused("01 01 01 00 04 01 01 ff 01 61 00");
    }

    /** A peer knows the text up to, into, and behind the pair. */
    @Pitfall(15)
    @Test
    void partsOfTextAreCountedInUtf16Units() {
        Doc doc = doc(1);
        doc.getText("t").insert(0, "a😀b");

        List<String> diffs = Stream.of(1, 2, 3)
                .map(clock -> hex(doc.encodeStateAsUpdate(
                        StateVector.of(Map.of(1L, clock)).encode())))
                .toList();

        assertThat(diffs).isEqualTo(Scenario.named("partOfAPair").recorded().elements("diffs"));
    }

    @Pitfall(19)
    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13, 20, 31})
    void unknownContentIsRefused(int ref) {
        assertRefused("01 01 01 00 %02x 01 01 74 01 61 00".formatted(ref));
    }

    @Pitfall(19)
    @ParameterizedTest
    @ValueSource(strings = {"07", "09", "0f"})
    void unknownTypesAreRefused(String typeRef) {
        assertRefused("01 01 01 00 07 01 01 74 " + typeRef + " 00");
    }

    /** In Yjs they are integrated and break the look-up by clock later. */
    @Pitfall(21)
    @Test
    void emptyStructsAreDropped() {
        Doc doc = doc(99);

        doc.applyUpdate(bytes("01 03 01 00 04 01 01 74 00 04 01 01 74 01 61 84 01 00 00 00"));

        assertThat(doc.getText("t").toString()).isEqualTo("a");
        assertThat(doc.stateVector()).isEqualTo(StateVector.of(Map.of(1L, 1)));
        assertThat(doc.structCount()).isEqualTo(1);
        // what builds upon the clock an empty struct would have taken builds upon nothing
        assertRefused("01 02 01 00 04 01 01 74 00 84 01 00 01 61 00");
    }

    /** In Yjs they throw as soon as they are parked, for format V2 cannot write them. */
    @Pitfall(22)
    @Test
    void emptyDeletionsAreDropped() {
        Doc doc = doc(99);

        List<String> updates = updatesOf(doc, () -> doc.applyUpdate(bytes("00 01 07 01 00 00")));

        assertThat(updates).isEmpty();
        assertThat(doc.hasPending()).isFalse();
        assertThat(hex(doc.encodeStateAsUpdateV2())).isEqualTo("00000000000001000000000000");
    }

    /** Deletions in any order, overlapping: they are told and parked in order. */
    @Pitfall(23)
    @Test
    void unsortedDeletionsAreSorted() {
        Doc doc = doc(99);
        doc.applyUpdate(bytes("01 01 01 00 04 01 01 74 08 6162636465666768 00"));

        List<String> updates = updatesOf(doc, () -> doc.applyUpdate(bytes("00 01 01 04 06 04 01 02 02 01 00 01")));

        assertThat(doc.getText("t").toString()).isEqualTo("def");
        assertThat(updates).containsExactly("0001010200030602");
        assertThat(doc.hasPending()).isTrue();
        Doc copy = doc(98);
        copy.applyUpdateV2(doc.encodeStateAsUpdateV2());
        assertThat(hex(copy.encodeStateAsUpdate())).isEqualTo(hex(doc.encodeStateAsUpdate()));
    }

    /** An update that only deletes begins like an update V2: whoever calls says which it is. */
    @Pitfall(27)
    @Test
    void formatsAreToldApartByTheCaller() {
        byte[] deletesOnly = bytes("00 01 05 02 00 01 02 02");
        Doc doc = doc(99);
        doc.applyUpdate(bytes("01 01 05 00 04 01 01 74 05 6162636465 00"));

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdateV2(deletesOnly));
        doc.applyUpdate(deletesOnly);

        assertThat(doc.getText("t").toString()).isEqualTo("be");
    }

    /** Yjs keeps the last of them and loses the others. */
    @Pitfall(28)
    @Test
    void sectionsOfOneClientAreReadTogether() {
        Doc doc = doc(99);

        doc.applyUpdate(bytes("03  01 01 00 04 01 01 74 01 61  01 02 00 84 01 01 01 63  01 01 01 84 01 00 01 62  00"));

        assertThat(doc.getText("t").toString()).isEqualTo("abc");
        assertThat(doc.hasPending()).isFalse();
    }

    @Pitfall(29)
    @Test
    void emptyUpdateIsNoEventAndNoBytesAreNoUpdate() {
        Doc doc = doc(99);

        assertThat(updatesOf(doc, () -> doc.applyUpdate(bytes("00 00")))).isEmpty();
        assertThat(updatesOf(doc, () -> doc.applyUpdateV2(bytes("00 00000000 0001 00000000 0000"))))
                .isEmpty();
        for (String bytes : List.of("", "00")) {
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdate(bytes(bytes)));
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdateV2(bytes(bytes)));
        }
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.encodeStateAsUpdate(new byte[0]));
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> StateVector.decode(new byte[0]));
    }

    /** A V2 column of 2^53 equal values, and clocks that add up beyond an int. */
    @Pitfall({59, 60})
    @Test
    @Timeout(10)
    void endlessStructsAndOverflowingClocksAreRefused() {
        assertRefused("01 ffffffff0f 01 00 00 01");
        assertRefused("01 02 01 00 00 ffffffff07 00 01 00");
        assertRefused("01 01 01 00 00 80808080808002 00");
    }

    /** Small content of an update must not keep the buffer it was cut from. */
    @Pitfall(68)
    @Test
    @Timeout(60)
    void documentsDoNotHoldOnToTheArraysTheyWereReadFrom() throws InterruptedException {
        Doc doc = doc(99);
        List<WeakReference<byte[]>> arrays = new ArrayList<>();
        for (int client = 1; client <= 20; client++) {
            byte[] update = Arrays.copyOf(everyKindOfContent(client), 1 << 20); // what follows an update is ignored
            doc.applyUpdate(update);
            arrays.add(new WeakReference<>(update));
        }

        long deadline = System.nanoTime() + 30_000_000_000L;
        while (arrays.stream().anyMatch(array -> array.get() != null) && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(10);
        }

        assertThat(arrays).allMatch(array -> array.get() == null);
        assertThat(doc.getText("t").toString()).startsWith("text 1").contains("text 20");
    }

    /** Text, a value, bytes, an embed, a format, a subdocument and a parked letter. */
    private static byte[] everyKindOfContent(int client) {
        Doc author = doc(client);
        author.getText("t").insert(0, "text " + client);
        author.getText("t").insertEmbed(0, Map.of("image", "x".repeat(10)));
        author.getText("t").format(1, 2, Map.of("link", "somewhere"));
        author.getMap("m").set("value" + client, List.of("some", "values"));
        author.getMap("m").set("bytes" + client, new byte[] {1, 2, 3});
        author.getMap("m").set("doc" + client, new Doc());
        ByteWriter parked = new ByteWriter();
        parked.writeVarUint(1);
        parked.writeVarUint(1);
        parked.writeVarUint(client + 1000L);
        parked.writeVarUint(5);
        parked.writeUint8(4);
        parked.writeVarUint(1);
        parked.writeVarString("t");
        parked.writeVarString("parked");
        parked.writeVarUint(0);
        author.applyUpdate(parked.toByteArray());
        return author.encodeStateAsUpdate();
    }

    private static void assertRefused(String update) {
        Doc doc = doc(99);
        doc.getText("t").insert(0, "x");
        String state = hex(doc.encodeStateAsUpdate());

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdate(bytes(update)));

        assertThat(hex(doc.encodeStateAsUpdate())).isEqualTo(state);
    }
}
