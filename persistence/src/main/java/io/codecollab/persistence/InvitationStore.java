package io.codecollab.persistence;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Invitations to documents of the {@link DirectoryStore} of the same database. They go with their document.
 *
 * <p>Thread-safe. Everything waits for the database and throws {@link StoreUnavailableException} if it cannot be reached. Several
 * servers may use one. Times are milliseconds since 1970.
 */
public interface InvitationStore {

    /**
     * Adds an invitation. Those of the document that nobody can accept any more are forgotten.
     *
     * @param secretHash of what who accepts has to know; null if the invitation is for one user
     * @param maxOpen how many open ones the document may have, this one included
     * @return false if there is no such document, it is deleted, or it has too many open invitations
     */
    boolean create(Invitation invitation, byte @Nullable [] secretHash, int maxOpen);

    /** The open invitations to a document, newest first. */
    List<Invitation> ofDocument(String document, long nowMs);

    /** The open invitations for somebody by name, newest first, 100 at most. */
    List<Invitation> forUser(String user, long nowMs);

    /** An invitation that was not revoked, open or not. */
    Optional<Invitation> find(String id);

    /** The same, by the secret it asks for. */
    Optional<Invitation> findBySecret(byte[] secretHash);

    /**
     * Takes an invitation back.
     *
     * @return false if the document has none of this id
     */
    boolean revoke(String document, String id);

    /**
     * Uses an open invitation: somebody is a member from then on.
     *
     * @param member who, and as what; a role is replaced only if it is the expected one
     * @param expectedRole the role that user has as a member already; null if it is none
     * @param maxMembers how many members the document may have
     * @return false, and nothing is changed, if the invitation is not open, the document is not there or has too many members, the
     *     role is not as expected, or that user is the owner or banned
     */
    boolean accept(String id, Member member, @Nullable String expectedRole, int maxMembers, long nowMs);
}
