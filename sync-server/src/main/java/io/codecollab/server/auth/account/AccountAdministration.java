package io.codecollab.server.auth.account;

import io.codecollab.persistence.Account;
import io.codecollab.persistence.AccountStore;
import io.codecollab.server.auth.account.AccountException.Problem;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What whoever runs the server does with accounts, whose names they type. Everything throws {@link AccountException} if it is not
 * done. Who has logged in already has a token that stays as it is until it expires: what is changed here counts for them no
 * later than {@link AccountsConfig#accessTokenMs} afterwards.
 *
 * <p>Thread-safe; waits for the database, and for the hash of a password.
 */
public final class AccountAdministration {

    private final AccountStore store;
    private final Passwords passwords;
    private final InstantSource clock = InstantSource.system();

    public AccountAdministration(AccountStore store, AccountsConfig config) {
        this.store = store;
        this.passwords = new Passwords(config.hashMemoryKib(), config.hashIterations());
    }

    /**
     * A page of all accounts, in the order of their keys.
     *
     * @param last of the page before; null for the first page
     */
    public List<Account> page(@Nullable Account last, int limit) {
        return store.accounts(last == null ? null : last.key(), limit);
    }

    /** Makes an account, be registration open or not. */
    public Account create(String name, String password) {
        UserName userName = UserName.parse(name);
        Passwords.require(password);
        Account account = Accounts.newAccount(userName, passwords.hash(password), clock.millis());
        if (!store.create(account)) {
            throw Accounts.nameTaken();
        }
        return account;
    }

    /** Gives an account another password. All its logins end, and whoever failed to log in to it may try again at once. */
    public void setPassword(String name, String password) {
        Passwords.require(password);
        Account account = find(name);
        if (!store.changePassword(account.id(), account.passwordHash(), passwords.hash(password))) {
            throw new AccountException(Problem.CONFLICT, "the password was changed at the same time");
        }
        store.clearAttempts(LoginThrottle.subject(account.key()));
    }

    /** Lets an account do everything from its next token on, or no more than others. */
    public void setAdmin(String name, boolean isAdmin) {
        requireDone(store.setAdmin(find(name).id(), isAdmin));
    }

    /** Lets nobody log in to an account and ends all its logins, or lets them log in again. */
    public void setDisabled(String name, boolean isDisabled) {
        requireDone(store.setDisabled(find(name).id(), isDisabled));
    }

    private Account find(String name) {
        return UserName.find(name)
                .flatMap(known -> store.findByKey(known.key()))
                .orElseThrow(AccountAdministration::noAccount);
    }

    private static void requireDone(boolean done) {
        if (!done) {
            throw noAccount();
        }
    }

    private static AccountException noAccount() {
        return AccountException.notFound("there is no account of this name");
    }
}
