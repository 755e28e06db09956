package io.codecollab.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.postgres.PostgresUpdateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With PostgreSQL a server may go on while its documents are looked after. */
class PostgresToolsTest {

    @TempDir
    private Path folder;

    @Test
    void workWhileAServerHasTheDataFolder() throws Exception {
        Doc doc = new Doc();
        doc.getText("code").insert(0, "hello");
        Path file = Files.write(folder.resolve("hello.yjs"), doc.encodeStateAsUpdate());
        Path data = folder.resolve("data");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start()) {
            String url = "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
            try (UpdateStore server = PostgresUpdateStore.open(url, data, PersistenceConfig.defaults())) {
                assertThat(run(url, data, "import", "notes", file.toString()).out())
                        .startsWith("Imported ");
                assertThat(server.load("notes").journal()).hasSize(1);
                assertThat(run(url, data, "inspect", "notes").lines()).contains("hello");
                assertThat(run(url, data, "compact").lines()).contains("Compacted 1 document");
                assertThat(server.load("notes").journal()).isEmpty();
                assertThat(run(url, data, "check").out())
                        .startsWith("Checked 1 documents, 1 rows")
                        .endsWith("all is well\n");
            }
        }
    }

    private static ToolRun run(String url, Path data, String... command) {
        String[] arguments = new String[command.length + 2];
        System.arraycopy(command, 0, arguments, 0, command.length);
        arguments[command.length] = "--database-url=" + url;
        arguments[command.length + 1] = "--data=" + data;
        ToolRun run = ToolRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }
}
