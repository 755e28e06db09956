package io.codecollab.persistence.postgres;

import io.codecollab.persistence.KillContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresKillTest extends KillContract {

    private static PostgresServer server;

    @TempDir
    private Path folder;

    private final String url = newDatabase();

    @BeforeAll
    static void startServer(@TempDir Path data) {
        server = new PostgresServer(data);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static String newDatabase() {
        return server.createDatabase();
    }

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
