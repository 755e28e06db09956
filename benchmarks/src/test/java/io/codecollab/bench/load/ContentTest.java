package io.codecollab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 21, 20_000, 20_001, 45_678})
    void everyLetterArrives(int letters) {
        Doc doc = new Doc();
        updates(letters).forEach(doc::applyUpdate);
        assertThat(doc.hasPending()).isFalse();
        assertThat(doc.getText(Typist.ROOT).toString()).hasSize(letters);
    }

    @Test
    void aWordIsAStructOfItsOwn() {
        Doc doc = new Doc();
        updates(4_000).forEach(doc::applyUpdate);
        assertThat(Updates.decodeUpdate(doc.encodeStateAsUpdate()).structs()).hasSize(4_000 / 20);
    }

    private static List<byte[]> updates(int letters) {
        Content content = new Content(1L << 30, letters);
        List<byte[]> updates = new ArrayList<>();
        for (int i = 0; i < content.updates(); i++) {
            ByteWriter out = new ByteWriter();
            content.write(out, i);
            updates.add(out.toByteArray());
        }
        return updates;
    }
}
