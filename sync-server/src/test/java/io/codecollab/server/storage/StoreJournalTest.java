package io.codecollab.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.sqlite.SqliteUpdateStore;
import io.codecollab.server.document.DocumentName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents from and to a real store, on the real engine. */
class StoreJournalTest {

    private static final DocumentName NAME = new DocumentName("doc");
    private static final int COMPACT_AFTER_ROWS = 10;

    @TempDir
    private Path folder;

    private UpdateStore store;
    private StoreJournal journal;

    @BeforeEach
    void open() {
        store = SqliteUpdateStore.open(folder, PersistenceConfig.defaults());
        journal = new StoreJournal(store, DocReplica::new, COMPACT_AFTER_ROWS, document -> {});
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void loadsWhatWasAppended() {
        typeAndAppend("hello");

        assertThat(loadedText()).isEqualTo("hello");
    }

    @Test
    void aLongJournalBecomesASnapshotWhenItsDocumentIsUnloaded() {
        typeAndAppend("a text of more than ten letters");

        journal.unloaded(NAME);

        StoredDocument stored = store.load(NAME.value());
        assertThat(stored.hasSnapshot()).isTrue();
        assertThat(stored.journal()).isEmpty();
        assertThat(loadedText()).isEqualTo("a text of more than ten letters");
    }

    @Test
    void aShortJournalIsLeftAlone() {
        typeAndAppend("short");

        journal.unloaded(NAME);

        assertThat(store.load(NAME.value()).hasSnapshot()).isFalse();
    }

    @Test
    void aJournalThatWaitsForMissingUpdatesIsLeftAlone() {
        List<byte[]> updates = typing("a text of more than ten letters");
        updates.remove(3);
        updates.forEach(
                update -> journal.append(NAME, update).toCompletableFuture().join());

        journal.unloaded(NAME);

        assertThat(store.load(NAME.value()).journal()).hasSize(updates.size());
    }

    @Test
    void aRowTheEngineRefusesIsQuarantinedAndTheRestIsThere() {
        typeAndAppend("hello");
        journal.append(NAME, new byte[] {-1, -1, -1}).toCompletableFuture().join();

        assertThat(loadedText()).isEqualTo("hello");

        assertThat(store.quarantined(NAME.value()))
                .singleElement()
                .satisfies(bad -> assertThat(bad.reason()).startsWith("engine refused it"));
        assertThat(store.load(NAME.value()).journal()).hasSize(5);
    }

    @Test
    void aSnapshotTheEngineRefusesStopsTheLoad() {
        typeAndAppend("hello");
        store.compact(store.load(NAME.value()), new byte[] {-1, -1, -1});

        assertThatThrownBy(() -> journal.load(NAME))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("snapshot cannot be read, document=doc");
        assertThat(store.load(NAME.value()).hasSnapshot())
                .as("it stays where it is")
                .isTrue();
    }

    private void typeAndAppend(String text) {
        typing(text)
                .forEach(update ->
                        journal.append(NAME, update).toCompletableFuture().join());
    }

    /** One update for each letter. */
    private static List<byte[]> typing(String text) {
        List<byte[]> updates = new ArrayList<>();
        Doc doc = new Doc();
        doc.onUpdate((update, origin, updated, transaction) -> updates.add(update));
        for (int i = 0; i < text.length(); i++) {
            doc.getText("code").insert(i, text.substring(i, i + 1));
        }
        return updates;
    }

    private String loadedText() {
        try (Replica replica = journal.load(NAME)) {
            return replica.text("code");
        }
    }
}
