package io.codecollab.persistence;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory of documents: what they are called, whose they are, and who may come in. A document need not be in it to have
 * content, nor have content to be in it.
 *
 * <p>Thread-safe. Everything waits for the database and throws {@link StoreUnavailableException} if it cannot be reached. Several
 * servers may use one: "only if" means at that very moment. Times are milliseconds since 1970.
 */
public interface DirectoryStore {

    /**
     * Adds a document.
     *
     * @param searchKey what {@link #page} searches in
     * @return false if there is one of that name, be it deleted
     */
    boolean create(DirectoryEntry document, String searchKey);

    Optional<DirectoryEntry> find(String document);

    /** Where somebody stands with a document; empty if the directory does not have it. */
    Optional<Standing> standing(String document, String user);

    /** A page of the directory, newest first. */
    List<Standing> page(DirectoryQuery query);

    /** How many documents somebody owns, deleted ones included. */
    int countOwnedBy(String user);

    /**
     * Changes what is not null of a document that is not deleted.
     *
     * @param change what to change
     * @return false if there is no such document, or it is deleted
     */
    boolean change(String document, Change change, long nowMs);

    /**
     * Makes somebody else the owner, only if somebody is. Who was it stays as a member; who becomes it is none any more.
     *
     * @param oldOwnersRole what who was the owner may do from now on
     * @return whether it was done
     */
    boolean giveTo(String document, String expectedOwner, String newOwner, String oldOwnersRole, long nowMs);

    /**
     * Puts a document away.
     *
     * @return false if it is not there
     */
    boolean delete(String document, long nowMs);

    /**
     * Brings a document back that was put away.
     *
     * @return false if there is none
     */
    boolean restore(String document, long nowMs);

    /**
     * Forgets a document that was put away: its entry, members, bans and invitations.
     *
     * @return false if there is none
     */
    boolean forget(String document);

    /** A page of a document's members by user. */
    List<Member> members(String document, @Nullable String afterUser, int limit);

    /**
     * Gives somebody a role, a member or not yet.
     *
     * @param maxMembers a bound of how many members the document may have; who is one already is no more than before
     * @return false if there is no such document, it is deleted, or has too many, or that user is its owner or banned
     */
    boolean setMember(String document, Member member, int maxMembers);

    /**
     * Removes a member.
     *
     * @return false if it was none
     */
    boolean removeMember(String document, String user);

    /** A page of who may not come into a document, by user. */
    List<Ban> bans(String document, @Nullable String afterUser, int limit);

    /**
     * Bans somebody, who is no member from then on.
     *
     * @return false if there is no such document, or somebody is banned already
     */
    boolean ban(String document, Ban ban);

    /**
     * Lets somebody in again who was banned.
     *
     * @return false if nobody was
     */
    boolean unban(String document, String user);

    /**
     * What to change of an entry; null leaves as it is.
     *
     * @param title together with a search key, or neither
     * @param searchKey what is searched in
     * @param language what it is written in
     * @param link what strangers may do
     */
    record Change(
            @Nullable String title,
            @Nullable String searchKey,
            @Nullable String language,
            @Nullable LinkSetting link) {

        public Change {
            if ((title == null) != (searchKey == null)) {
                throw new IllegalArgumentException("title=" + title + ", searchKey=" + searchKey);
            }
        }
    }
}
