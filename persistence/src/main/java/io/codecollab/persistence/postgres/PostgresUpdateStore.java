package io.codecollab.persistence.postgres;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.JournalChanges;
import io.codecollab.persistence.JournalPosition;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.SharedUpdateStore;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.StoredUpdate;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.sql.DataFolder;
import io.codecollab.persistence.sql.SqlDialect;
import io.codecollab.persistence.sql.SqlStoreParts;
import io.codecollab.persistence.sql.SqlUpdateStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/** A store in a PostgreSQL database, which several servers may share. Thread-safe. */
public final class PostgresUpdateStore extends SqlUpdateStore implements SharedUpdateStore {

    static final String SPILL_FILE = "postgres.spill";

    private final DataSource connections;
    private final SharedJournal journal;

    private PostgresUpdateStore(SqlStoreParts parts, DataSource connections) {
        super(parts);
        this.connections = connections;
        this.journal = new SharedJournal(jdbi(), writer());
    }

    /**
     * Opens a store that tells nobody of its commits.
     *
     * @see #open(String, Path, PersistenceConfig, CommitListener)
     */
    public static SharedUpdateStore open(String url, Path folder, PersistenceConfig config) {
        return open(url, folder, config, CommitListener.NONE);
    }

    /**
     * Connects to a database and creates the tables as needed.
     *
     * @param url {@code jdbc:postgresql://host/database?user=…&password=…} or {@code postgresql://user:password@host/database}
     * @param folder belongs to this process until the store is closed; edits are kept there that the database does not take
     * @throws StoreUnavailableException if the database cannot be reached, logged in to or migrated, or the folder cannot be
     *     used; the message is one line and has no password in it
     */
    public static SharedUpdateStore open(String url, Path folder, PersistenceConfig config, CommitListener listener) {
        return (SharedUpdateStore) openAll(url, folder, config, listener).updates();
    }

    /**
     * Connects to a database, for everything that is in it.
     *
     * @throws StoreUnavailableException as {@link #open(String, Path, PersistenceConfig, CommitListener)}
     */
    public static Stores openAll(String url, Path folder, PersistenceConfig config, CommitListener listener) {
        PostgresUrl database = PostgresUrl.parse(url);
        PostgresConnections connections = new PostgresConnections(database);
        DataFolder data = DataFolder.lock(folder);
        SqlStoreParts parts = SqlStoreParts.open(
                data, SPILL_FILE, connections.pool(), SqlDialect.POSTGRES, database.toString(), config, listener);
        return parts.with(new PostgresUpdateStore(parts, connections.source()));
    }

    @Override
    public JournalPosition position() {
        return reaching("read the journal's position", journal::position);
    }

    @Override
    public JournalChanges changesSince(JournalPosition since) {
        return reaching("read what others wrote", () -> journal.changesSince(since));
    }

    @Override
    public List<StoredUpdate> updates(Collection<Long> sequences) {
        return reaching("read journal rows", () -> decodeUpdates(journal.rows(sequences)));
    }

    @Override
    public void announce() {
        reaching("announce", journal::announce);
    }

    @Override
    public Listening listen(Runnable hint) {
        AnnouncementListener listener =
                new AnnouncementListener(connections, SharedJournal.CHANNEL, journal.signature(), hint);
        listener.start();
        return listener;
    }
}
