package io.codecollab.server;

import io.codecollab.server.storage.StoreLocation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;

@SuppressWarnings("NullAway.Init") // location is asked for before anybody else calls anything
class PeopleOnPostgresTest extends PeopleContract {

    private EmbeddedPostgres postgres;

    @Override
    StoreLocation location(Path folder) throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        return new StoreLocation(folder, postgres.getJdbcUrl("postgres", "postgres"));
    }

    @AfterAll
    void stopPostgres() throws Exception {
        postgres.close();
    }
}
