package io.codecollab.persistence.sqlite;

import io.codecollab.persistence.KillContract;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.io.TempDir;

class SqliteKillTest extends KillContract {

    @TempDir
    private Path folder;

    @Override
    protected String[] store() {
        return new String[] {folder.toString()};
    }

    @Override
    protected void breakDatabase() {
        execute("CREATE TRIGGER fault BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk on fire'); END");
    }

    @Override
    protected void repairDatabase() {
        execute("DROP TRIGGER fault");
    }

    private void execute(String sql) {
        Jdbi.create("jdbc:sqlite:" + folder.resolve(SqliteUpdateStore.DATABASE_FILE) + "?busy_timeout=10000")
                .useHandle(handle -> handle.execute(sql));
    }
}
