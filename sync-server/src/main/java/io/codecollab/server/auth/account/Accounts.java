package io.codecollab.server.auth.account;

import io.codecollab.persistence.Account;
import io.codecollab.persistence.AccountStore;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.OwnTokens;
import io.codecollab.server.auth.account.AccountException.Problem;
import io.codecollab.server.ops.Workers;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * People who can log in here. Everything completes with an {@link AccountException} if it is not done, or with a {@link
 * io.codecollab.persistence.StoreUnavailableException} if it cannot be. Nobody learns from a login whether an account exists.
 *
 * <p>Thread-safe; nothing waits. Passwords are hashed on threads of their own, few of them, so that logins take no time from
 * documents.
 */
public final class Accounts implements AutoCloseable {

    private static final int MAX_WAITING_PASSWORDS = 32;
    private static final int MAX_WAITING = 1_000;
    private static final int STORE_THREADS = 2;
    private static final int ID_BYTES = 16;

    private final AccountStore store;
    private final OwnTokens accessTokens;
    private final AccountsConfig config;
    private final InstantSource clock;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final RefreshTokens refreshTokens;
    private final Workers hashing;
    private final Workers reading;

    public Accounts(AccountStore store, OwnTokens accessTokens, AccountsConfig config) {
        this(store, accessTokens, config, InstantSource.system());
    }

    Accounts(AccountStore store, OwnTokens accessTokens, AccountsConfig config, InstantSource clock) {
        this.store = store;
        this.accessTokens = accessTokens;
        this.config = config;
        this.clock = clock;
        this.passwords = new Passwords(config.hashMemoryKib(), config.hashIterations());
        this.throttle = new LoginThrottle(store, config, clock);
        this.refreshTokens = new RefreshTokens(store, config, clock);
        int hashThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);
        this.hashing = new Workers("codecollab-passwords", hashThreads, MAX_WAITING_PASSWORDS, AccountException::busy);
        this.reading = new Workers("codecollab-accounts", STORE_THREADS, MAX_WAITING, AccountException::busy);
    }

    /** Makes an account and logs it in. */
    public CompletionStage<Login> register(String name, String password) {
        return hashing(() -> {
            if (!config.isRegistrationOpen()) {
                throw new AccountException(Problem.REGISTRATION_CLOSED, "nobody makes an account here");
            }
            UserName userName = UserName.parse(name);
            Passwords.require(password);
            if (store.findByKey(userName.key()).isPresent()) {
                throw nameTaken();
            }
            Account account = newAccount(userName, passwords.hash(password), clock.millis());
            if (!store.create(account)) {
                throw nameTaken();
            }
            return start(account, account.passwordHash());
        });
    }

    static Account newAccount(UserName name, String passwordHash, long nowMs) {
        return new Account(Secrets.random(ID_BYTES), name.value(), name.key(), passwordHash, nowMs);
    }

    static AccountException nameTaken() {
        return new AccountException(Problem.NAME_TAKEN, "this user name is taken, or looks like one that is");
    }

    /** Lets somebody in who knows the password. */
    public CompletionStage<Login> login(String name, String password, InetAddress from) {
        return hashing(() -> {
            Optional<UserName> userName = UserName.find(name);
            LoginThrottle.Attempt attempt = throttle.begin(from, userName.map(UserName::key));
            Account account = checked(userName.flatMap(known -> store.findByKey(known.key())), password);
            requireEnabled(account);
            attempt.succeeded();
            return start(account, upToDate(account, password));
        });
    }

    /** The account, if it has this password. It takes as long to find out that there is none. */
    private Account checked(Optional<Account> account, String password) {
        String hash = account.map(Account::passwordHash).orElseGet(passwords::decoy);
        boolean isRight = password.length() <= 2 * Passwords.MAX_LENGTH && passwords.verify(password, hash);
        return account.filter(known -> isRight)
                .orElseThrow(() -> new AccountException(Problem.WRONG_CREDENTIALS, "user name or password is wrong"));
    }

    /** The hash of a password that was checked, made anew if it was made with other parameters. */
    private String upToDate(Account account, String password) {
        if (!passwords.isOutdated(account.passwordHash())) {
            return account.passwordHash();
        }
        String hash = passwords.hash(password);
        return store.rehash(account.id(), account.passwordHash(), hash) ? hash : account.passwordHash();
    }

    /** Changes the password of somebody who knows the old one. All their logins end, but for the one that begins here. */
    public CompletionStage<Login> changePassword(
            Identity who, String oldPassword, String newPassword, InetAddress from) {
        return hashing(() -> {
            Passwords.require(newPassword);
            Account account = store.find(who.user()).orElseThrow(Accounts::noAccount);
            LoginThrottle.Attempt attempt = throttle.begin(from, Optional.of(account.key()));
            checked(Optional.of(account), oldPassword);
            attempt.succeeded();
            String hash = passwords.hash(newPassword);
            if (!store.changePassword(account.id(), account.passwordHash(), hash)) {
                throw new AccountException(Problem.CONFLICT, "the password was changed at the same time");
            }
            return start(account, hash);
        });
    }

    /** The next two tokens for one that was not used before. */
    public CompletionStage<Login> refresh(String refreshToken) {
        return reading.run(() -> {
            RefreshTokens.Issued next = refreshTokens.rotate(refreshToken);
            Account account = store.find(next.account()).orElseThrow(Accounts::noAccount);
            requireEnabled(account);
            return login(account, next);
        });
    }

    /** Said only to those who know the password. */
    private static void requireEnabled(Account account) {
        if (account.isDisabled()) {
            throw new AccountException(Problem.ACCOUNT_DISABLED, "this account is disabled");
        }
    }

    /** Ends the login of a refresh token. */
    public CompletionStage<Boolean> logout(String refreshToken) {
        return reading.run(() -> {
            refreshTokens.revoke(refreshToken);
            return true;
        });
    }

    /** Ends all logins of somebody; the number of them. */
    public CompletionStage<Integer> logoutEverywhere(Identity who) {
        return reading.run(() -> store.revokeAll(who.user()));
    }

    /** The account of somebody; empty if they come with a token of somebody else's. */
    public CompletionStage<Optional<Account>> find(Identity who) {
        return reading.run(() -> store.find(who.user()));
    }

    private static AccountException noAccount() {
        return AccountException.notFound("there is no account here for this token");
    }

    private Login start(Account account, String checkedHash) {
        return login(account, refreshTokens.start(account.id(), checkedHash));
    }

    private Login login(Account account, RefreshTokens.Issued refresh) {
        Instant expiresAt = clock.instant().plusMillis(config.accessTokenMs());
        String accessToken =
                accessTokens.issue(new Identity(account.id(), account.name(), account.isAdmin(), List.of(), expiresAt));
        return new Login(account.id(), account.name(), accessToken, expiresAt, refresh.token(), refresh.expiresAt());
    }

    private CompletionStage<Login> hashing(Supplier<Login> work) {
        return hashing.run(work);
    }

    /** Requests that wait are dropped. */
    @Override
    public void close() {
        hashing.close();
        reading.close();
    }
}
