package io.codecollab.persistence.postgres;

import io.codecollab.persistence.KillContract;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PostgresKillTest extends KillContract {

    @RegisterExtension
    static final PostgresServer server = new PostgresServer();

    @TempDir
    private Path folder;

    private final String url = server.createDatabase();

    @Override
    protected String[] store() {
        return new String[] {folder.toString(), url};
    }

    @Override
    protected void breakDatabase() {
        server.stop();
    }

    @Override
    protected void repairDatabase() {
        server.startAgain();
    }
}
