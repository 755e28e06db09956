package io.codecollab.persistence;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accounts, their logins, and how often somebody failed to log in. Several servers may use one: what two of them change at the
 * same time is changed by one after the other, and "only if" means at that very moment.
 *
 * <p>Thread-safe. Everything waits for the database and throws {@link StoreUnavailableException} if it cannot be reached. Times
 * are milliseconds since 1970.
 */
public interface AccountStore {

    /**
     * Adds an account.
     *
     * @return false if there is one with this key
     */
    boolean create(Account account);

    Optional<Account> find(String id);

    Optional<Account> findByKey(String key);

    /**
     * A page of all accounts by key.
     *
     * @param afterKey the last of the page before; null for the first page
     */
    List<Account> accounts(@Nullable String afterKey, int limit);

    /** What these accounts are called. Ids of nobody are missing in the result. */
    Map<String, String> names(Collection<String> ids);

    /**
     * Gives an account another password, only if it has the one that is expected, and ends all its logins.
     *
     * @param expectedHash the hash of the password it has
     * @return whether it was changed
     */
    boolean changePassword(String id, String expectedHash, String newHash);

    /**
     * Writes the same password down in another way, only if it is still the one that is expected. Logins go on.
     *
     * @return whether it was changed
     */
    boolean rehash(String id, String expectedHash, String newHash);

    /**
     * Lets an account do everything, or as much as any other. Logins go on.
     *
     * @return false if there is no such account
     */
    boolean setAdmin(String id, boolean isAdmin);

    /**
     * Lets nobody log in to an account and ends all its logins, or lets them log in again.
     *
     * @return false if there is no such account
     */
    boolean setDisabled(String id, boolean isDisabled);

    /**
     * Begins a login, only if the account has still the password that was checked and is not disabled. Logins that expired are forgotten, and so are
     * the oldest past a bound.
     *
     * @param checkedHash the hash of the password with which somebody logs in
     * @param maxFamilies how many logins the account may have, the new one included
     * @return whether it has begun
     */
    boolean startFamily(RefreshFamily family, String checkedHash, int maxFamilies);

    /** A login that was neither revoked nor, as far as anybody noticed, is over. */
    Optional<RefreshFamily> findFamily(String id);

    /**
     * Gives a login its next token, only if its last one is that of a hash and is not over at a time. Of several calls with one
     * hash one succeeds.
     *
     * @return whether it was given
     */
    boolean rotate(String family, byte[] expectedHash, byte[] newHash, long nowMs, long newExpiresAtMs);

    /**
     * Ends a login.
     *
     * @return false if it was over
     */
    boolean revoke(String family);

    /**
     * Ends all logins of an account.
     *
     * @return how many
     */
    int revokeAll(String account);

    /** How often somebody failed; {@link LoginAttempts#NONE} if never. */
    LoginAttempts attempts(String subject);

    /**
     * Writes down another count, only if it is still what is expected. What others have not changed for a while may be forgotten.
     *
     * @param expected {@link LoginAttempts#NONE} if nothing was written down yet
     * @return whether it was written down
     */
    boolean setAttempts(String subject, LoginAttempts expected, LoginAttempts attempts, long nowMs);

    /** Forgets how often somebody failed. */
    void clearAttempts(String subject);

    /**
     * Forgets what nobody tried again since a time.
     *
     * @return how many
     */
    int forgetAttempts(long beforeMs);
}
