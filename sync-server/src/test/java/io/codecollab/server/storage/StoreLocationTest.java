package io.codecollab.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreLocationTest {

    @Test
    void saysWhichFolder() {
        assertThat(StoreLocation.sqlite(Path.of("/var/lib/codecollab"))).hasToString("/var/lib/codecollab (SQLite)");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://db.example/codecollab, db.example/codecollab",
        "postgres://ann:secret@db.example:5433/codecollab, db.example:5433/codecollab",
        "postgresql://ann:se@cret/@db.example/codecollab, db.example/codecollab",
        "jdbc:postgresql://db.example/codecollab?user=ann&password=secret, db.example/codecollab",
        "jdbc:postgresql://db.example/codecollab?password=se@cret, db.example/codecollab"
    })
    void saysWhichDatabaseAndNeverItsPassword(String url, String expected) {
        assertThat(new StoreLocation(Path.of("/data"), url)).hasToString(expected + " (PostgreSQL)");
    }
}
