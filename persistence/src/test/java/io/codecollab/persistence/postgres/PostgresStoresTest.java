package io.codecollab.persistence.postgres;

import io.codecollab.persistence.AccountStoreContract;
import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.DirectoryStoreContract;
import io.codecollab.persistence.InvitationStoreContract;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.VersionStoreContract;
import io.codecollab.persistence.WebhookStoreContract;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The suites of what is beside documents, on PostgreSQL, with two servers on one database. */
class PostgresStoresTest {

    @RegisterExtension
    static final PostgresServer server = new PostgresServer();

    @TempDir
    private Path folder;

    private String url = "";

    private Stores openStores(String instance) {
        return PostgresUpdateStore.openAll(
                url, folder.resolve(instance), PersistenceConfig.defaults(), CommitListener.NONE);
    }

    @Nested
    class Accounts extends AccountStoreContract {

        @Override
        protected Stores open() {
            url = server.createDatabase();
            return openStores("one");
        }

        @Override
        protected Stores openAgain(Stores open) {
            return openStores("other");
        }
    }

    @Nested
    class Directory extends DirectoryStoreContract {

        @Override
        protected Stores open() {
            url = server.createDatabase();
            return openStores("one");
        }

        @Override
        protected Stores openAgain(Stores open) {
            return openStores("other");
        }
    }

    @Nested
    class Invitations extends InvitationStoreContract {

        @Override
        protected Stores open() {
            url = server.createDatabase();
            return openStores("one");
        }

        @Override
        protected Stores openAgain(Stores open) {
            return openStores("other");
        }
    }

    @Nested
    class Versions extends VersionStoreContract {

        @Override
        protected Stores open() {
            url = server.createDatabase();
            return openStores("one");
        }

        @Override
        protected Stores openAgain(Stores open) {
            return openStores("other");
        }

        @Override
        protected void damage(String sql) {
            Jdbi.create(url).useHandle(handle -> handle.execute(sql));
        }
    }

    @Nested
    class Webhooks extends WebhookStoreContract {

        @Override
        protected Stores open() {
            url = server.createDatabase();
            return openStores("one");
        }

        @Override
        protected Stores openAgain(Stores open) {
            return openStores("other");
        }
    }
}
