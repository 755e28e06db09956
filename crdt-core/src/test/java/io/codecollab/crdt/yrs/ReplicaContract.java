package io.codecollab.crdt.yrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.Updates;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server relies on, whatever merges its documents. Expectations come from a document of ours. */
abstract class ReplicaContract {

    private static final byte[] EMPTY = {0, 0};

    private final Doc author = new Doc(DocOptions.defaults().withClientId(5));
    private final Replica replica = replica();

    /** A new, empty replica. */
    abstract Replica replica();

    @AfterEach
    void close() {
        replica.close();
    }

    /** The author types; returns the update. */
    private byte[] type(int index, String text) {
        byte[] before = author.encodeStateVector();
        author.getText("t").insert(index, text);
        return Updates.diffUpdate(author.encodeStateAsUpdate(), before);
    }

    private byte[] erase(int index, int length) {
        byte[] before = author.encodeStateVector();
        author.getText("t").delete(index, length);
        return author.encodeStateAsUpdate(before);
    }

    private void assertSameAs(Doc doc) {
        assertThat(replica.text("t")).isEqualTo(doc.getText("t").toString());
        assertThat(replica.encodeStateVector()).isEqualTo(doc.encodeStateVector());
        Doc copy = new Doc();
        copy.applyUpdate(replica.encodeStateAsUpdate());
        assertThat(copy.encodeStateVector()).isEqualTo(doc.encodeStateVector());
        assertThat(copy.deleteSet()).isEqualTo(doc.deleteSet());
        assertThat(copy.getText("t").toString()).isEqualTo(doc.getText("t").toString());
    }

    @Test
    void anEmptyReplicaKnowsNothing() {
        assertThat(replica.text("t")).isEmpty();
        assertThat(replica.encodeStateVector()).isEqualTo(StateVector.EMPTY.encode());
        assertThat(replica.encodeStateAsUpdate()).isEqualTo(EMPTY);
        assertThat(replica.structCount()).isZero();
        assertThat(replica.pendingBytes()).isZero();
    }

    @Test
    void whatIsNewIsPassedOnAsItCame() {
        byte[] update = type(0, "hello");

        Replica.Applied applied = replica.applyUpdate(update);

        assertThat(applied.update()).isSameAs(update);
        assertThat(applied.changed()).isTrue();
        assertThat(applied.parked()).isFalse();
        assertSameAs(author);
    }

    @Test
    void whatIsKnownIsNotPassedOn() {
        replica.applyUpdate(type(0, "hello"));
        replica.applyUpdate(erase(1, 2));
        byte[] everything = author.encodeStateAsUpdate();

        Replica.Applied again = replica.applyUpdate(everything);

        assertThat(again.update()).isEqualTo(EMPTY);
        assertThat(again.changed() || again.parked()).isFalse();
    }

    @Test
    void ofWhatIsPartlyKnownTheRestIsPassedOn() {
        byte[] first = type(0, "a long beginning that everybody knows already");
        replica.applyUpdate(first);
        type(0, "new ");
        erase(10, 3);
        byte[] everything = author.encodeStateAsUpdate();

        Replica.Applied applied = replica.applyUpdate(everything);

        assertThat(applied.changed()).isTrue();
        assertThat(applied.update()).hasSizeLessThan(everything.length);
        assertThat(Updates.encodeStateVectorFromUpdate(Updates.mergeUpdates(List.of(first, applied.update()))))
                .isEqualTo(author.encodeStateVector());
        assertSameAs(author);
    }

    /** The partial update is enough for whoever knew as much as the replica. */
    @Test
    void theRestIsEnoughForAnotherThatKnewAsMuch() {
        byte[] first = type(0, "everybody knows this");
        Doc other = new Doc();
        other.applyUpdate(first);
        replica.applyUpdate(first);
        type(4, "one");
        erase(0, 2);

        other.applyUpdate(replica.applyUpdate(author.encodeStateAsUpdate()).update());

        assertThat(other.getText("t").toString()).isEqualTo(author.getText("t").toString());
        assertThat(other.deleteSet()).isEqualTo(author.deleteSet());
    }

    @Test
    void deletionsAloneChangeAndArePassedOn() {
        replica.applyUpdate(type(0, "hello"));
        byte[] deletion = erase(1, 3);

        Replica.Applied applied = replica.applyUpdate(deletion);

        assertThat(applied.changed()).isTrue();
        assertThat(applied.update()).isSameAs(deletion);
        assertSameAs(author);
    }

    @Test
    void anUpdateOfNothingChangesNothing() {
        Replica.Applied applied = replica.applyUpdate(EMPTY);

        assertThat(applied.update()).isEqualTo(EMPTY);
        assertThat(applied.changed() || applied.parked()).isFalse();
    }

    /** Of another client: both engines park what refers to it. */
    @Test
    void whatBuildsOnAnUnknownClientWaits() {
        byte[] base = type(0, "base");
        Doc second = new Doc(DocOptions.defaults().withClientId(6));
        second.applyUpdate(base);
        byte[] before = second.encodeStateVector();
        second.getText("t").insert(4, "ment");
        byte[] ahead = Updates.diffUpdate(second.encodeStateAsUpdate(), before);

        Replica.Applied parked = replica.applyUpdate(ahead);

        assertThat(parked.update()).isSameAs(ahead);
        assertThat(parked.changed()).isFalse();
        assertThat(parked.parked()).isTrue();
        assertThat(replica.pendingBytes()).isPositive();
        assertThat(replica.text("t")).isEmpty();
        assertThat(replica.applyUpdate(ahead).update()).isEqualTo(EMPTY);
        Doc stored = new Doc();
        stored.applyUpdate(replica.encodeStateAsUpdate());
        stored.applyUpdate(base);
        assertThat(stored.getText("t").toString()).isEqualTo("basement");

        assertThat(replica.applyUpdate(base).changed()).isTrue();
        assertThat(replica.text("t")).isEqualTo("basement");
        assertThat(replica.pendingBytes()).isZero();
        assertSameAs(second);
    }

    @Test
    void deletionsThatCameTooEarlyWait() {
        byte[] text = type(0, "hello");
        byte[] deletion = erase(1, 3);

        Replica.Applied parked = replica.applyUpdate(deletion);
        Replica.Applied again = replica.applyUpdate(deletion);
        replica.applyUpdate(text);

        assertThat(parked.parked()).isTrue();
        assertThat(parked.update()).isSameAs(deletion);
        assertThat(again.update()).isEqualTo(EMPTY);
        assertThat(again.parked()).isFalse();
        assertSameAs(author);
    }

    /** Whatever an engine shows in between, nothing is lost and nothing is claimed that is not known. */
    @Test
    void afterAGapIsFilledAllIsThere() {
        byte[] first = type(0, "a");
        byte[] middle = type(1, "b");
        byte[] last = type(0, "c");

        replica.applyUpdate(first);
        byte[] handedOn = replica.applyUpdate(last).update();

        assertThat(StateVector.decode(replica.encodeStateVector()).get(5)).isEqualTo(1);
        for (byte[] state : List.of(
                replica.encodeStateAsUpdate(),
                replica.encodeStateAsUpdate(replica.encodeStateVector()),
                Updates.mergeUpdates(List.of(first, handedOn)))) {
            Doc stored = new Doc();
            stored.applyUpdate(first);
            stored.applyUpdate(state);
            stored.applyUpdate(middle);
            assertThat(stored.getText("t").toString()).isEqualTo("cab");
        }
        replica.applyUpdate(middle);
        assertSameAs(author);
    }

    @Test
    void aDiffIsWhatAPeerLacks() {
        replica.applyUpdate(type(0, "hello"));
        byte[] known = author.encodeStateVector();
        byte[] everything = author.encodeStateAsUpdate();
        replica.applyUpdate(type(5, " world"));
        Doc peer = new Doc();
        peer.applyUpdate(everything);

        byte[] diff = replica.encodeStateAsUpdate(known);
        peer.applyUpdate(diff);

        assertThat(diff).hasSizeLessThan(replica.encodeStateAsUpdate().length);
        assertThat(peer.getText("t").toString()).isEqualTo("hello world");
    }

    @Test
    void aDiffCutsAStructWhereThePeerStands() {
        replica.applyUpdate(type(0, "a😀bcd"));

        for (int known = 0; known <= 6; known++) {
            if (known == 2) {
                continue; // between the halves of a pair
            }
            byte[] diff = replica.encodeStateAsUpdate(
                    StateVector.of(Map.of(5L, known)).encode());
            byte[] expected =
                    author.encodeStateAsUpdate(StateVector.of(Map.of(5L, known)).encode());
            assertThat(diff).as("known=%d", known).isEqualTo(expected);
        }
    }

    @Test
    void whatIsMalformedIsRefusedAndChangesNothing() {
        byte[] update = type(0, "hello");
        replica.applyUpdate(update);
        byte[] state = replica.encodeStateAsUpdate();
        byte[] more = type(5, " world");

        for (int length = 0; length < more.length; length++) {
            byte[] prefix = Arrays.copyOf(more, length);
            assertThatExceptionOfType(DecodeException.class)
                    .as("prefix of length %d", length)
                    .isThrownBy(() -> replica.applyUpdate(prefix));
        }

        assertThat(replica.text("t")).isEqualTo("hello");
        assertThat(replica.encodeStateAsUpdate()).isEqualTo(state);
        replica.applyUpdate(more);
        assertSameAs(author);
    }

    /** Native code that trusts its input would read on through these. */
    @Test
    void textThatIsNoUtf8IsRefused() {
        byte[] update = type(0, "hello");
        int at = new String(update, StandardCharsets.ISO_8859_1).indexOf("hello");
        update[at + 4] = (byte) 0xf0;

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> replica.applyUpdate(update));
        assertThat(replica.text("t")).isEmpty();
    }

    @Test
    void aStateVectorThatIsNoneIsRefused() {
        replica.applyUpdate(type(0, "hello"));

        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> replica.encodeStateAsUpdate(new byte[] {3, 1}));
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> replica.encodeStateAsUpdate(new byte[0]));
    }

    @Test
    void theEncodedStateIsKeptUntilSomethingChanges() {
        replica.applyUpdate(type(0, "hello"));

        byte[] state = replica.encodeStateAsUpdate();
        replica.applyUpdate(author.encodeStateAsUpdate());
        assertThat(replica.encodeStateAsUpdate()).isSameAs(state);

        replica.applyUpdate(type(5, "!"));
        assertThat(replica.encodeStateAsUpdate()).isNotSameAs(state);
    }

    @Test
    void lengthsAreInUtf16Units() {
        replica.applyUpdate(type(0, "😀→é"));

        assertThat(StateVector.decode(replica.encodeStateVector()).get(5)).isEqualTo(4);
        assertThat(replica.text("t")).isEqualTo("😀→é");
    }

    @Test
    void textIsWithoutFormattingAndOtherTypesAreNoText() {
        author.getText("t").insert(0, "bold", Map.of("bold", true));
        author.getText("t").insertEmbed(4, Map.of("image", "x"));
        author.getMap("m").set("key", "value");
        replica.applyUpdate(author.encodeStateAsUpdate());

        assertThat(replica.text("t")).isEqualTo("bold");
        assertThat(replica.text("m")).isEmpty();
        assertThat(replica.text("nowhere")).isEmpty();
    }

    /** Two who format the same text leave markers that mean nothing; a server writes nothing about them. */
    @Test
    void aReplicaNeverWrites() {
        byte[] base = type(0, "hello");
        Doc second = new Doc(DocOptions.defaults().withClientId(6).withCleanupFormatting(false));
        second.applyUpdate(base);
        second.getText("t").format(0, 5, Map.of("bold", true));
        author.getText("t").format(0, 5, Map.of("bold", true));
        author.getText("t").delete(0, 5);

        replica.applyUpdate(author.encodeStateAsUpdate());
        replica.applyUpdate(second.encodeStateAsUpdate());

        assertThat(StateVector.decode(replica.encodeStateVector()).size()).isEqualTo(2);
        assertThat(StateVector.decode(replica.encodeStateVector()).get(5))
                .isEqualTo(StateVector.decode(author.encodeStateVector()).get(5));
        assertThat(StateVector.decode(replica.encodeStateVector()).get(6))
                .isEqualTo(StateVector.decode(second.encodeStateVector()).get(6));
    }

    @Test
    void whatIsDeletedIsForgotten() {
        replica.applyUpdate(type(0, "x".repeat(100_000)));
        long before = replica.memoryBytes();

        replica.applyUpdate(erase(0, 100_000));

        assertThat(before).isGreaterThan(100_000);
        assertThat(replica.memoryBytes()).isLessThan(20_000);
        assertThat(replica.encodeStateAsUpdate()).hasSizeLessThan(100);
    }

    @Test
    void manyClientsOfUpTo53BitsAreKnown() {
        for (long client : new long[] {0, 1, (1L << 32) - 1, 1L << 32, (1L << 53) - 1}) {
            Doc one = new Doc(DocOptions.defaults().withClientId(client));
            one.getText("t").insert(0, "x");
            replica.applyUpdate(one.encodeStateAsUpdate());
        }

        StateVector known = StateVector.decode(replica.encodeStateVector());
        assertThat(known.size()).isEqualTo(5);
        assertThat(known.get((1L << 53) - 1)).isEqualTo(1);
        assertThat(replica.text("t")).isEqualTo("xxxxx");
        assertThat(replica.structCount()).isEqualTo(5);
    }

    @Test
    void closingTwiceIsClosingOnce() {
        replica.applyUpdate(type(0, "hello"));

        replica.close();
        replica.close();
    }
}
