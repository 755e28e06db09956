package io.codecollab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockScannerTest {

    @Test
    void findsTheClocksOfOneEdit() {
        Typist typist = new Typist(5, 1, false);
        assertThat(scan(TypistTest.edit(typist))).containsExactly("5: 0-1");
        assertThat(scan(TypistTest.edit(typist))).containsExactly("5: 1-2");
    }

    @Test
    void findsAllWritersOfAMergedUpdate() {
        Typist one = new Typist(5, 1, false);
        Typist other = new Typist(6, 2, false);
        List<byte[]> updates = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            updates.add(TypistTest.edit(one));
            updates.add(TypistTest.edit(other));
        }
        assertThat(scan(Updates.mergeUpdates(updates))).containsExactlyInAnyOrder("5: 0-3", "6: 0-6");
    }

    @Test
    void doesNotCountAHole() {
        Typist typist = new Typist(5, 1, false);
        byte[] first = TypistTest.edit(typist);
        TypistTest.edit(typist);
        byte[] third = TypistTest.edit(typist);
        assertThat(scan(Updates.mergeUpdates(List.of(first, third)))).containsExactly("5: 0-1", "5: 2-3");
    }

    @Test
    void readsWhatAServerMakesOfDeletedText() {
        Typist typist = new Typist(5, 10, true);
        Doc server = new Doc();
        for (int i = 0; i < 4; i++) {
            server.applyUpdate(TypistTest.edit(typist));
        }
        assertThat(scan(server.encodeStateAsUpdate())).containsExactly("5: 0-40");
    }

    @Test
    void passesOverAnythingElseADocumentMayHave() {
        Doc doc = new Doc(DocOptions.defaults().withClientId(9));
        doc.getMap("map").set("key", 1.5);
        doc.getText(Typist.ROOT).insert(0, "aé😀");
        doc.getArray("array").insert(0, List.of(true, "x"));
        assertThat(scan(doc.encodeStateAsUpdate())).containsExactly("9: 0-1", "9: 1-5", "9: 5-7");
    }

    @Test
    void refusesEveryPrefix() {
        byte[] update = TypistTest.edit(new Typist(5, 3, false));
        int structsEnd = update.length - 1; // the delete set is not looked at
        for (int size = 0; size < structsEnd; size++) {
            byte[] prefix = Arrays.copyOf(update, size);
            assertThatThrownBy(() -> scan(prefix)).isInstanceOf(DecodeException.class);
        }
    }

    private static List<String> scan(byte[] update) {
        List<String> found = new ArrayList<>();
        byte[] shifted = new byte[update.length + 3];
        System.arraycopy(update, 0, shifted, 2, update.length);
        ClockScanner.scan(
                shifted, 2, 2 + update.length, (client, from, end) -> found.add(client + ": " + from + "-" + end));
        return found;
    }
}
