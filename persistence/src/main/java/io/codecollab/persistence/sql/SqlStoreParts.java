package io.codecollab.persistence.sql;

import com.zaxxer.hikari.HikariConfig;
import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.Stores;
import java.security.SecureRandom;
import org.jdbi.v3.core.Jdbi;

/** What a store in a database is made of, opened. Belongs to the store that is made of it. */
public final class SqlStoreParts {

    final DataFolder data;
    final Database database;
    final SqlDialect dialect;
    final GroupCommit commits;
    final PersistenceConfig config;
    final long writer;

    private SqlStoreParts(
            DataFolder data,
            Database database,
            SqlDialect dialect,
            GroupCommit commits,
            PersistenceConfig config,
            long writer) {
        this.data = data;
        this.database = database;
        this.dialect = dialect;
        this.commits = commits;
        this.config = config;
        this.writer = writer;
    }

    /**
     * Opens a database, creating the tables as needed, and commits what an earlier process could not.
     *
     * @param data guards the store; closed with it, also if opening fails
     * @param spillFile its name in the data folder; what the database does not take in time goes there
     * @param name the database, for people; without credentials
     * @throws StoreUnavailableException if the database cannot be opened or written
     */
    public static SqlStoreParts open(
            DataFolder data,
            String spillFile,
            HikariConfig pool,
            SqlDialect dialect,
            String name,
            PersistenceConfig config,
            CommitListener listener) {
        Database database = null;
        try {
            database = Database.open(pool, dialect, name);
            long writer = new SecureRandom().nextLong();
            JournalWriter journal = new JournalWriter(database.connections(), dialect.insertIntoJournal(writer));
            Spill spill = Spill.open(data.file(spillFile), config, journal::write);
            GroupCommit commits = new GroupCommit(new Backlog(spill, config), journal::write, config, listener);
            commits.start();
            return new SqlStoreParts(data, database, dialect, commits, config, writer);
        } catch (StoreUnavailableException e) {
            if (database != null) {
                database.close();
            }
            data.close();
            throw e;
        }
    }

    /** Everything else that is kept in this database, beside the content of documents. */
    public Stores with(SqlUpdateStore updates) {
        Jdbi jdbi = database.jdbi();
        return new Stores(
                updates,
                new SqlAccountStore(jdbi),
                new SqlDirectoryStore(jdbi),
                new SqlInvitationStore(jdbi),
                new SqlVersionStore(jdbi),
                new SqlWebhookStore(jdbi),
                new SqlSecretStore(jdbi));
    }
}
