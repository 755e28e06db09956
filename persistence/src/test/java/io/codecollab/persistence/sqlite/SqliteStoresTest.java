package io.codecollab.persistence.sqlite;

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
import org.junit.jupiter.api.io.TempDir;

/** The suites of what is beside documents, on SQLite, where there is no other server. */
class SqliteStoresTest {

    @TempDir
    private Path folder;

    private Stores openStores() {
        return SqliteUpdateStore.openAll(folder, PersistenceConfig.defaults(), CommitListener.NONE);
    }

    @Nested
    class Accounts extends AccountStoreContract {

        @Override
        protected Stores open() {
            return openStores();
        }

        @Override
        protected Stores openAgain(Stores open) {
            return open;
        }
    }

    @Nested
    class Directory extends DirectoryStoreContract {

        @Override
        protected Stores open() {
            return openStores();
        }

        @Override
        protected Stores openAgain(Stores open) {
            return open;
        }
    }

    @Nested
    class Invitations extends InvitationStoreContract {

        @Override
        protected Stores open() {
            return openStores();
        }

        @Override
        protected Stores openAgain(Stores open) {
            return open;
        }
    }

    @Nested
    class Versions extends VersionStoreContract {

        @Override
        protected Stores open() {
            return openStores();
        }

        @Override
        protected Stores openAgain(Stores open) {
            return open;
        }

        @Override
        protected void damage(String sql) {
            Jdbi.create("jdbc:sqlite:" + folder.resolve(SqliteUpdateStore.DATABASE_FILE) + "?busy_timeout=10000")
                    .useHandle(handle -> handle.execute(sql));
        }
    }

    @Nested
    class Webhooks extends WebhookStoreContract {

        @Override
        protected Stores open() {
            return openStores();
        }

        @Override
        protected Stores openAgain(Stores open) {
            return open;
        }
    }
}
