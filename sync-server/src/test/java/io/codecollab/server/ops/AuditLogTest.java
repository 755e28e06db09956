package io.codecollab.server.ops;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.lib0.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    @TempDir
    private Path folder;

    @Test
    void writesALineOfJsonForEachEvent() throws Throwable {
        Path file = folder.resolve("audit.log");
        try (Metrics metrics = new Metrics();
                AuditLog audit = AuditLog.start(file, metrics)) {
            audit.record("login", Map.of("status", 401, "name", "line\nbreak \" and quote"));

            eventually(() -> assertThat(Files.readAllLines(file)).hasSize(1));
        }

        Map<?, ?> line = (Map<?, ?>)
                Objects.requireNonNull(JsonText.read(Files.readAllLines(file).get(0)));
        assertThat(line).extracting("event", "name").containsExactly("login", "line\nbreak \" and quote");
        assertThat(Files.readString(file)).contains("\"status\":401");
        assertThat(Instant.parse(String.valueOf(line.get("time"))))
                .isBefore(Instant.now().plusSeconds(1));
    }

    @Test
    void goesOnInANewFileWhenTheOldOneIsMovedAway() throws Throwable {
        Path file = folder.resolve("audit.log");
        try (Metrics metrics = new Metrics();
                AuditLog audit = AuditLog.start(file, metrics)) {
            audit.record("before", Map.of());
            eventually(() -> assertThat(Files.readAllLines(file)).hasSize(1));
            Files.move(file, folder.resolve("audit.log.1"));

            audit.record("after", Map.of());

            eventually(() -> assertThat(file).exists().content().contains("after"));
        }
    }

    @Test
    void writesWhatIsLeftBeforeItEnds() throws Exception {
        Path file = folder.resolve("audit.log");
        try (Metrics metrics = new Metrics();
                AuditLog audit = AuditLog.start(file, metrics)) {
            for (int i = 0; i < 1_000; i++) {
                audit.record("event", Map.of("number", i));
            }
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1_000);
        assertThat(lines.get(999)).contains("999");
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidAtOnce() {
        try (Metrics metrics = new Metrics()) {
            assertThatThrownBy(() -> AuditLog.start(folder.resolve("no/such/folder/audit.log"), metrics))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot write the audit log ");
        }
    }
}
