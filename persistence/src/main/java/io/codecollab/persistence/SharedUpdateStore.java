package io.codecollab.persistence;

import java.util.Collection;
import java.util.List;

/**
 * A store that several servers write at the same time. Each journals what it got itself; here it learns what the others
 * wrote: all of it, and nothing twice as long as it goes on from the position it was given last.
 *
 * <p>Thread-safe. Everything here but {@link #listen} waits for the database and throws {@link StoreUnavailableException} if it
 * cannot be reached.
 */
public interface SharedUpdateStore extends UpdateStore {

    /** Where the journal is now: what is committed is before it, what is not is after it, whatever the row ids say. */
    JournalPosition position();

    /**
     * What was committed after a position and is to be read now: journal rows of other stores, and snapshots of any store,
     * this one included, because a snapshot may contain rows of others that nobody has read here.
     *
     * <p>If the database went back behind the position, because it was restored or lost what it had confirmed, everything it
     * has counts as changed.
     */
    JournalChanges changesSince(JournalPosition since);

    /**
     * Reads these very journal rows, in their order. A row is missing in the result if it is gone, because its document was
     * compacted; if it is damaged and went to the quarantine; or if a later version of this program wrote it. In all three
     * cases {@link #load} has, or says, the rest.
     */
    List<StoredUpdate> updates(Collection<Long> sequences);

    /** Tells the stores that {@link #listen} that there is something new in the journal. */
    void announce();

    /**
     * Hears of what other stores announce, on a connection of its own that is opened again for as long as it takes whenever it
     * is lost.
     *
     * @param hint called for announcements, several in one go perhaps, and whenever the connection stands: others may have
     *     announced something while nobody listened. It runs on the listening thread and must return soon
     */
    Listening listen(Runnable hint);

    /** Ends when it is closed. */
    interface Listening extends AutoCloseable {

        /** No hint comes after this, but for one that is being called. */
        @Override
        void close();
    }
}
