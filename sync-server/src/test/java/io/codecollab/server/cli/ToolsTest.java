package io.codecollab.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.sqlite.SqliteUpdateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look after stored documents, on a real store and in this process. */
class ToolsTest {

    @TempDir
    private Path folder;

    @Test
    void inspectShowsWhatThereIs() {
        store("notes", typing(7, "hello"));

        ToolRun run = tool("inspect", "notes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.lines())
                .contains(
                        "document     notes",
                        "snapshot     none",
                        "structs      1",
                        "deleted      0 UTF-16 units",
                        "parked       0 bytes",
                        "clients      1",
                        "             7, clock 5",
                        "quarantined  0",
                        "--- code: 5 UTF-16 units",
                        "hello");
        assertThat(run.out()).containsPattern("journal      5 rows, \\d+ bytes");
    }

    @Test
    void inspectSpeaksJson() {
        List<byte[]> updates = typing(7, "hello");
        store("notes", updates);

        ToolRun run = tool("inspect", "notes", "--json");

        assertThat(run.lines()).hasSize(1);
        assertThat(JsonText.read(run.out()))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("document", "notes")
                .containsEntry("texts", Map.of("code", "hello"))
                .containsEntry("structs", 1L)
                .containsEntry("clients", List.of(Map.of("client", 7L, "clock", 5L)))
                .containsEntry("deletedUnits", 0L)
                .containsEntry("parkedBytes", 0L)
                .containsEntry("snapshotBytes", 0L)
                .containsEntry("journalRows", 5L)
                .containsEntry(
                        "journalBytes",
                        updates.stream().mapToLong(update -> update.length).sum())
                .containsEntry("quarantined", List.of());
    }

    @Test
    void inspectShowsWhatWaitsAndWhatIsInQuarantine() {
        List<byte[]> updates = new ArrayList<>(typing(7, "hello"));
        updates.remove(2);
        updates.add(new byte[] {1, 2, 3});
        store("notes", updates);
        refuse("notes", new byte[] {9, 9});

        ToolRun run = tool("inspect", "notes");

        assertThat(run.lines()).contains("             7, clock 2", "quarantined  2", "--- code: 2 UTF-16 units", "he");
        assertThat(run.out())
                .containsPattern("parked +[1-9]\\d* bytes")
                .containsPattern("JOURNAL 5, \\d+ bytes, .*: engine refused it")
                .containsPattern("REFUSED 0, 2 bytes, .*: malformed");
    }

    @Test
    void whatPeopleTypeDoesNotTalkToTheTerminal() {
        store("notes", typing(7, "a\u001b[2J\tb\nc\u0007"));

        assertThat(tool("inspect", "notes").out())
                .contains("a\uFFFD[2J\tb\nc\uFFFD")
                .doesNotContain("\u001b");
    }

    @Test
    void whatIsExportedCanBeImported() throws Exception {
        store("notes", typing(7, "hello"));
        Path file = folder.resolve("notes.yjs");

        assertThat(tool("export", "notes", "-o", file.toString()).exitCode()).isZero();
        ToolRun run = tool("import", "a copy", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("Imported ").contains("into 'a copy'");
        assertThat(text(Files.readAllBytes(file))).isEqualTo("hello");
        assertThat(tool("inspect", "a copy").lines())
                .contains("hello")
                .anyMatch(line -> line.matches("journal +1 rows, .*"));
    }

    @Test
    void importMergesWithWhatIsThere() throws Exception {
        store("notes", typing(7, "hello"));
        Path file = Files.write(folder.resolve("more.yjs"), Files.readAllBytes(exported(typing(8, "world"))));

        assertThat(tool("import", "notes", file.toString()).exitCode()).isZero();

        assertThat(tool("inspect", "notes").lines()).contains("helloworld");
    }

    @Test
    void importStoresNothingTwice() throws Exception {
        store("notes", typing(7, "hello"));
        Path file = exported(typing(7, "hello"));

        ToolRun run = tool("import", "notes", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("Nothing in " + file + " is new to 'notes'\n");
        assertThat(tool("inspect", "notes").out()).containsPattern("journal +5 rows");
    }

    @Test
    void importSaysWhatWaitsForSomethingMissing() throws Exception {
        Path file = Files.write(folder.resolve("late.yjs"), typing(7, "hello").get(4));

        ToolRun run = tool("import", "notes", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).hasSize(2).last().asString().endsWith("of it wait for updates that are missing");
    }

    @Test
    void importRefusesWhatIsNoUpdate() throws Exception {
        byte[] cutShort = Files.readAllBytes(exported(typing(7, "hello")));
        Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(cutShort, cutShort.length - 2));
        store("other", typing(7, "x"));

        assertComplains(tool("import", "notes", file.toString()), file + " is no Yjs update of format V1");

        assertComplains(tool("inspect", "notes"), "there is no document 'notes'");
    }

    @Test
    void compactMakesSnapshotsOfAllDocuments() {
        store("a", typing(7, "hello"));
        store("b", typing(8, "world"));

        ToolRun run = tool("compact");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .hasSize(3)
                .contains("Compacted 2 documents")
                .anyMatch(line -> line.matches("a: 5 rows, \\d+ bytes to \\d+ bytes"));
        assertThat(tool("inspect", "a").out()).contains("hello").containsPattern("journal +0 rows");
        assertThat(tool("compact").lines()).containsExactly("Compacted 0 documents");
    }

    @Test
    void compactMakesASnapshotOfOneDocument() {
        store("a", typing(7, "hello"));
        store("b", typing(8, "world"));

        assertThat(tool("compact", "b").lines()).hasSize(2).contains("Compacted 1 document");

        assertThat(tool("inspect", "a").out()).containsPattern("journal +5 rows");
        assertThat(tool("inspect", "b").out()).containsPattern("journal +0 rows");
    }

    @Test
    void compactLeavesWhatWaitsForSomethingMissing() {
        List<byte[]> updates = new ArrayList<>(typing(7, "hello"));
        updates.remove(2);
        store("a", updates);

        ToolRun run = tool("compact");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .containsExactly("a: left as it is, it waits for updates that are missing", "Compacted 0 documents");
    }

    @Test
    void compactDoesWithoutARowThatCannotBeMerged() {
        List<byte[]> updates = new ArrayList<>(typing(7, "hello"));
        updates.add(new byte[] {1, 2, 3});
        store("a", updates);

        assertThat(tool("compact").lines()).contains("Compacted 1 document");

        assertThat(tool("inspect", "a").lines()).contains("quarantined  1", "hello");
    }

    @Test
    void checkFindsNothingWhereAllIsWell() {
        store("a", typing(7, "hello"));
        store("b", typing(8, "world"));
        tool("compact", "b");
        refuse("a", new byte[] {9, 9});

        ToolRun run = tool("check");

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .hasSize(1)
                .first()
                .asString()
                .matches("Checked 2 documents, 6 rows, \\d+ bytes: all is well");
    }

    @Test
    void checkFindsADamagedRowAndGoesOnFindingIt() throws Exception {
        store("a", typing(7, "hello"));
        store("b", typing(8, "world"));
        sql("UPDATE journal SET record = zeroblob(20) WHERE id = 3");

        ToolRun first = tool("check");
        ToolRun second = tool("check");

        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.lines().get(0)).startsWith("a: quarantined journal row 3: ");
        assertThat(first.lines().get(1)).endsWith(": 1 damaged");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void checkFindsWhatCannotBeMerged() {
        store("a", List.of(new byte[] {1, 2, 3}));
        store("b", typing(8, "world"));
        try (UpdateStore store = open()) {
            store.compact(store.load("b"), new byte[] {4, 5, 6});
        }

        ToolRun run = tool("check");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0)).startsWith("a: journal row 1 cannot be read: "))
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("b: snapshot 1 cannot be read: "));
    }

    @Test
    void checkReadsMoreDocumentsThanOnePage() {
        try (UpdateStore store = open()) {
            for (int i = 0; i < 1_001; i++) {
                store.create("document " + i);
            }
        }

        assertThat(tool("check").out()).startsWith("Checked 1001 documents, 0 rows");
    }

    @Test
    void everyCommandExplainsItselfIn80Columns() {
        for (String command : List.of("serve", "inspect", "export", "import", "compact", "check")) {
            ToolRun run = ToolRun.of(command, "--help");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("\nUsage: java -jar codecollab.jar " + command + " [OPTIONS]", "--data=DIR");
            assertThat(run.lines()).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void aFolderThatIsNotThereIsNotMade() {
        Path typo = folder.resolve("typo");
        String[][] commands = {{"inspect", "a"}, {"export", "a"}, {"compact"}, {"check"}};
        for (String[] command : commands) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(List.of("--data", typo.toString()));

            assertComplains(ToolRun.of(arguments.toArray(String[]::new)), "there is no data folder " + typo);
        }
        assertThat(typo).doesNotExist();
    }

    @Test
    void aFolderInUseIsLeftAlone() {
        try (UpdateStore server = open()) {
            assertThat(server.create("a")).isTrue();

            assertComplains(tool("check"), "is in use by another CodeCollab process");
        }
    }

    @Test
    void whatIsNotThereIsSaidInOneLine() {
        store("a", typing(7, "hello"));

        assertComplains(tool("inspect", "b"), "there is no document 'b'");
        assertComplains(tool("export", "b"), "there is no document 'b'");
        assertComplains(tool("compact", "a", "b"), "there is no document 'b'");
        assertComplains(tool("import", "a", "nowhere.yjs"), "cannot read nowhere.yjs");
        assertComplains(tool("import", "a\nb", "nowhere.yjs"), "document name has a character that cannot be used");
        assertComplains(tool("export", "a", "-o", folder.resolve("no/where").toString()), "cannot write ");
        assertComplains(tool("inspect"), "'DOCUMENT'");
    }

    private static void assertComplains(ToolRun run, String expected) {
        assertThat(run.exitCode()).isPositive();
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("codecollab: ")
                .contains(expected);
    }

    private ToolRun tool(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        return ToolRun.of(all.toArray(String[]::new));
    }

    private UpdateStore open() {
        return SqliteUpdateStore.open(folder, PersistenceConfig.defaults());
    }

    private void store(String document, List<byte[]> updates) {
        try (UpdateStore store = open()) {
            updates.forEach(update -> store.append(document, update).join());
        }
    }

    private void refuse(String document, byte[] update) {
        try (UpdateStore store = open()) {
            store.keepRefused(document, update, "malformed");
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("codecollab.db"));
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    /** One update for each letter. */
    private static List<byte[]> typing(long client, String text) {
        List<byte[]> updates = new ArrayList<>();
        Doc doc = new Doc();
        doc.clientId(client);
        doc.onUpdate((update, origin, updated, transaction) -> updates.add(update));
        for (int i = 0; i < text.length(); i++) {
            doc.getText("code").insert(i, text.substring(i, i + 1));
        }
        return updates;
    }

    private Path exported(List<byte[]> updates) throws Exception {
        Doc doc = new Doc();
        updates.forEach(doc::applyUpdate);
        return Files.write(folder.resolve("update.yjs"), doc.encodeStateAsUpdate());
    }

    private static String text(byte[] update) {
        try (DocReplica replica = new DocReplica()) {
            replica.applyUpdate(update);
            return replica.text("code");
        }
    }
}
