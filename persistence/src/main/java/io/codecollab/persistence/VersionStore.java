package io.codecollab.persistence;

import java.util.List;
import java.util.Optional;

/**
 * Versions of documents that people kept: the document's state at that moment, as opaque bytes.
 *
 * <p>Thread-safe. Everything waits for the database and throws {@link StoreUnavailableException} if it cannot be reached. Several
 * servers may use one.
 */
public interface VersionStore {

    /**
     * Keeps a version.
     *
     * @param state not to be modified afterwards
     * @param maxVersions how many a document may have, the new one included
     * @return empty, and nothing is kept, if there are too many
     */
    Optional<NamedVersion> keep(
            String document, String name, String author, long createdAtMs, byte[] state, int maxVersions);

    /**
     * A page of a document's versions, newest first.
     *
     * @param beforeId the last of the page before; {@link Long#MAX_VALUE} for the first page
     */
    List<NamedVersion> versions(String document, long beforeId, int limit);

    Optional<NamedVersion> find(String document, long id);

    /**
     * What was kept.
     *
     * @throws CorruptRecordException if it is damaged
     * @throws UnsupportedRecordException if a later version of this program wrote it
     */
    Optional<byte[]> state(String document, long id);

    /**
     * Calls a version something else.
     *
     * @return false if there is none
     */
    boolean rename(String document, long id, String name);

    /**
     * Forgets a version.
     *
     * @return false if there is none
     */
    boolean remove(String document, long id);

    /**
     * Forgets all versions of a document.
     *
     * @return how many
     */
    int removeAll(String document);
}
