package io.codecollab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.lib0.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateCursorTest {

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static List<byte[]> recorded(UpdateFormat format) {
        List<byte[]> updates = new ArrayList<>();
        Recording documents = Recording.golden("docs");
        for (String name : documents.names()) {
            updates.add(documents.part(name).hex(format == UpdateFormat.V1 ? "v1" : "v2"));
        }
        return updates;
    }

    /** Reads everything, the delete set too. */
    private static DecodedUpdate read(UpdateFormat format, byte[] update) {
        return DecodedUpdate.read(format.cursor(update));
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryPrefix(UpdateFormat format) {
        for (byte[] update : recorded(format)) {
            read(format, update);
            for (int length = 0; length < update.length; length++) {
                byte[] prefix = Arrays.copyOf(update, length);
                assertThatExceptionOfType(DecodeException.class)
                        .as(HexFormat.of().formatHex(prefix))
                        .isThrownBy(() -> read(format, prefix));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void ignoresWhatFollowsTheDeleteSet(UpdateFormat format) {
        for (byte[] update : recorded(format)) {
            byte[] longer = Arrays.copyOf(update, update.length + 9);
            Arrays.fill(longer, update.length, longer.length, (byte) 0xFF);

            assertThat(read(format, longer)).usingRecursiveComparison().isEqualTo(read(format, update));
        }
    }

    @Test
    void tellsWhereAStructIs() {
        UpdateCursor cursor =
                UpdateCursor.v1(hex("01 02 07 00 04 01 01 74 02 61 62 84 07 01 01 63 00"), DecodeLimits.DEFAULT);
        assertThat(cursor.sectionCount()).isEqualTo(1);

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.sectionRemaining()).isEqualTo(1);
        assertThat(cursor.structStart).isEqualTo(4);
        assertThat(cursor.headerEnd).isEqualTo(8);
        assertThat(cursor.structEnd).isEqualTo(11);
        assertThat(cursor.textStart).isEqualTo(9);
        assertThat(cursor.textEnd).isEqualTo(11);
        assertThat(cursor.length).isEqualTo(2);

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.clock).isEqualTo(2);
        assertThat(cursor.structStart).isEqualTo(11);
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.readDeleteSet().isEmpty()).isTrue();
    }

    @Test
    void givesTheDeleteSetOnceAndAtTheEnd() {
        UpdateCursor cursor =
                UpdateCursor.v1(hex("01 01 07 00 04 01 01 74 01 61 01 07 01 00 01"), DecodeLimits.DEFAULT);
        assertThatIllegalStateException().isThrownBy(cursor::readDeleteSet);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.next()).isFalse();

        assertThat(cursor.readDeleteSet()).hasToString("{7=[0,1)}");
        assertThatIllegalStateException().isThrownBy(cursor::readDeleteSet);
    }

    /** A map of a thousand entries has one root name and few keys. */
    @Test
    void givesTheSameStringForARepeatedName() {
        UpdateCursor cursor = UpdateCursor.v1(
                hex("01 03 07 00  28 01 01 6d 01 6b 01 7e  28 01 01 6d 01 6b 01 7e  28 01 01 6d 01 6c 01 7e 00"),
                DecodeLimits.DEFAULT);
        cursor.next();
        String name = cursor.parentName;
        String key = cursor.parentSub;
        cursor.next();

        assertThat(cursor.parentName).isEqualTo("m").isSameAs(name);
        assertThat(cursor.parentSub).isEqualTo("k").isSameAs(key);
        cursor.next();
        assertThat(cursor.parentSub).isEqualTo("l");
    }

    @Test
    void readsAMapKeyOnlyWhenItIsThere() {
        List<DecodedUpdate.Struct> structs = read(
                        UpdateFormat.V1, hex("01 02 01 00  21 01 01 6d 01 6b 01  a8 01 00 01 7d 02  00"))
                .structs();

        assertThat(structs.get(0).parentSub()).isEqualTo("k");
        assertThat(structs.get(1).parentSub()).isNull();
        assertThat(structs.get(1).origin()).isEqualTo(new DecodedUpdate.Id(1, 0));
    }

    @Test
    void passesOverEmptyStructs() {
        byte[] update = hex("01 07 07 00"
                + "04 01 01 74 00" // text ''
                + "00 00" // GC of nothing
                + "0a 00" // Skip of nothing
                + "01 01 01 74 00" // deleted content of length 0
                + "08 01 01 74 00" // no values
                + "02 01 01 74 00" // no JSON values
                + "04 01 01 74 01 61"
                + "00");

        List<DecodedUpdate.Struct> structs = read(UpdateFormat.V1, update).structs();
        assertThat(structs).hasSize(1);
        assertThat(structs.get(0).id()).isEqualTo(new DecodedUpdate.Id(7, 0));
        assertThat(read(UpdateFormat.V2, Updates.convertUpdateFormatV1ToV2(update))
                        .structs())
                .isEqualTo(structs);
    }

    @Test
    void ignoresTheFlagsOfGcsAndSkips() {
        byte[] update = hex("01 03 07 00  e0 02  2a 03  ea 01  00");

        assertThat(read(UpdateFormat.V1, update).structs())
                .extracting(DecodedUpdate.Struct::kind)
                .containsExactly(DecodedUpdate.Kind.GC, DecodedUpdate.Kind.SKIP, DecodedUpdate.Kind.SKIP);
        assertThat(Updates.mergeUpdates(List.of(update, hex("0000")))).isEqualTo(hex("01 01 07 00 00 02 00"));
        assertThat(Updates.diffUpdate(update, hex("00"))).isEqualTo(hex("01 03 07 00 00 02 0a 03 0a 01 00"));
    }

    @Test
    void readsSectionsOfOneClientAsTheyCome() {
        byte[] update = hex("02  01 07 00 04 01 01 74 01 61  01 07 01 84 07 00 01 62  00");

        assertThat(read(UpdateFormat.V1, update).structs())
                .extracting(DecodedUpdate.Struct::id)
                .containsExactly(new DecodedUpdate.Id(7, 0), new DecodedUpdate.Id(7, 1));
    }

    /** Key clock 0 twice: no Yjs writes this, all of them read it. */
    @Test
    void readsAKeyThatRefersToAnEarlierOne() {
        byte[] update = hex("00 02 0100 02 4103 02 0100 02 0002 07 04008400460 0c6 07 0474616262 4102 01 01 00 00"
                + "01 04 00 7d01 7e 00");

        assertThat(read(UpdateFormat.V2, update).structs())
                .extracting(DecodedUpdate.Struct::content)
                .containsExactly(
                        "a", "b", new DecodedUpdate.Attribute("b", 1L), new DecodedUpdate.Attribute("b", null));
    }

    @ParameterizedTest
    @CsvSource({
        "origin, 01 01 07 00 84 07 00 01 61 00",
        "right origin, 01 01 07 05 44 07 05 01 61 00",
        "parent, 01 01 07 05 04 00 07 06 01 61 00"
    })
    void refusesItemsThatReferToTheirOwnFuture(String what, String update) {
        assertThatExceptionOfType(DecodeException.class)
                .as(what)
                .isThrownBy(() -> read(UpdateFormat.V1, hex(update)))
                .withMessageContaining("own future");
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 15, 16, 30, 31})
    void refusesUnknownContent(int ref) {
        byte[] update = hex("01 01 07 00 00 01 01 74 01 61 00");
        update[4] = (byte) ref;

        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> read(UpdateFormat.V1, update))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("unknown content ref=" + ref))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(4));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 15, 127})
    void refusesUnknownTypes(int typeRef) {
        byte[] update = hex("01 01 07 00 07 01 01 74 00 00");
        update[8] = (byte) typeRef;

        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> read(UpdateFormat.V1, update))
                .withMessage("unknown type ref=" + typeRef + ", offset=8");
    }

    /** The 18 bytes that crashed yrs (y-crdt #644). */
    @Test
    void refusesInvalidUtf8() {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> read(UpdateFormat.V1, hex("01 01 ca01 00 c4 01 0a 01 0b 06 20 74 68 65 e5 65 00")))
                .withMessage("invalid UTF-8, offset=15");
    }

    @ParameterizedTest
    @CsvSource({
        "embed, 01 01 07 00 05 01 01 74 01 7b 00",
        "format, 01 01 07 00 06 01 01 74 01 62 03 6e 75 6c 00",
        "legacy JSON, 01 01 07 00 02 01 01 74 01 01 5b 00"
    })
    void refusesBadJson(String what, String update) {
        assertThatExceptionOfType(DecodeException.class).as(what).isThrownBy(() -> read(UpdateFormat.V1, hex(update)));
    }

    @Test
    void readsClientsUpTo53Bits() {
        DecodedUpdate.Struct struct = read(
                        UpdateFormat.V1, hex("01 01 ffffffffffffff0f 00 44 ffffffffffffff07 00 01 61 00"))
                .structs()
                .get(0);

        assertThat(struct.id().client()).isEqualTo((1L << 53) - 1);
        assertThat(struct.rightOrigin()).isEqualTo(new DecodedUpdate.Id((1L << 52) - 1, 0));
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> read(UpdateFormat.V1, hex("01 01 ffffffffffffff1f 00 04 01 01 74 01 61 00")));
    }
}
