package io.codecollab.server.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.Account;
import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.sqlite.SqliteUpdateStore;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.JwtAuthenticator;
import io.codecollab.server.auth.OwnTokens;
import io.codecollab.server.auth.account.AccountException.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {

    private static final String PASSWORD = "correct horse";
    private static final long DAY_MS = 86_400_000;

    /** As by default, but for hashing, which is cheap. */
    private static final AccountsConfig CONFIG = config(true, 64);

    private final TestClock clock = new TestClock();
    private final OwnTokens tokens = OwnTokens.random();
    private final InetAddress here = address("192.0.2.1");

    @TempDir
    private Path folder;

    private Stores stores;
    private Accounts accounts;

    @BeforeEach
    void open() {
        stores = SqliteUpdateStore.openAll(folder, PersistenceConfig.defaults(), CommitListener.NONE);
        accounts = new Accounts(stores.accounts(), tokens, CONFIG, clock);
    }

    @AfterEach
    void close() {
        accounts.close();
        stores.close();
    }

    @Test
    void registersAndLogsIn() {
        Login registered = get(accounts.register("Ada", PASSWORD));
        Login login = get(accounts.login("ADA", PASSWORD, here));

        assertThat(login.user()).isEqualTo(registered.user());
        assertThat(login.name()).isEqualTo("Ada");
        assertThat(get(accounts.find(identity(login)))).map(Account::name).contains("Ada");
        assertThat(login.toString()).doesNotContain(login.accessToken()).doesNotContain(login.refreshToken());
    }

    @Test
    void anAccessTokenIsGoodForAQuarterOfAnHourAndGrantsNothing() {
        Accounts now = new Accounts(stores.accounts(), tokens, CONFIG);
        Login login = get(now.register("Ada", PASSWORD));

        try (JwtAuthenticator authenticator =
                new JwtAuthenticator(new AuthConfig(AuthConfig.Mode.JWT, "", "", "", "", ""), tokens)) {
            Identity who = get(authenticator.authenticate(login.accessToken()));

            assertThat(who.user()).isEqualTo(login.user());
            assertThat(who.name()).isEqualTo("Ada");
            assertThat(who.admin()).isFalse();
            assertThat(who.confined()).isFalse();
            assertThat(who.grants()).isEmpty();
            assertThat(who.expiresAt())
                    .isBetween(Instant.now().plusSeconds(800), Instant.now().plusSeconds(1_000));
        }
        now.close();
    }

    @Test
    void refusesANameThatIsTakenOrLooksTaken() {
        get(accounts.register("Paypal", PASSWORD));

        assertThat(problem(accounts.register("paypal", PASSWORD))).isEqualTo(Problem.NAME_TAKEN);
        assertThat(problem(accounts.register("PaypaI", PASSWORD))).isEqualTo(Problem.NAME_TAKEN);
        assertThat(problem(accounts.register("раураӏ", PASSWORD))).isEqualTo(Problem.NAME_TAKEN);
    }

    @Test
    void refusesBadNamesAndPasswords() {
        assertThat(problem(accounts.register("a b", PASSWORD))).isEqualTo(Problem.INVALID);
        assertThat(problem(accounts.register("ada", "too short"))).isEqualTo(Problem.INVALID);
    }

    @Test
    void registersNobodyWhereOthersMakeTheAccounts() {
        Accounts closed = new Accounts(stores.accounts(), tokens, config(false, 64), clock);

        assertThat(problem(closed.register("ada", PASSWORD))).isEqualTo(Problem.REGISTRATION_CLOSED);
        closed.close();
    }

    @Test
    void saysTheSameOfAnUnknownNameAsOfAWrongPassword() {
        get(accounts.register("Ada", PASSWORD));

        AccountException wrong = failure(accounts.login("Ada", "wrong password", here));
        AccountException unknown = failure(accounts.login("Grace", "wrong password", here));
        AccountException impossible = failure(accounts.login("'; --", "wrong password", here));

        assertThat(wrong.problem()).isEqualTo(Problem.WRONG_CREDENTIALS);
        assertThat(unknown.problem()).isEqualTo(wrong.problem());
        assertThat(unknown).hasMessage(wrong.getMessage());
        assertThat(impossible).hasMessage(wrong.getMessage());
    }

    @Test
    void locksAnAccountLongerAndLongerKnownOrNot() {
        get(accounts.register("Ada", PASSWORD));
        for (String name : List.of("Ada", "Nobody")) {
            for (int i = 0; i < 6; i++) {
                assertThat(problem(accounts.login(name, "wrong password", here)))
                        .isEqualTo(Problem.WRONG_CREDENTIALS);
            }
            for (int waitS = 1; waitS <= 8; waitS *= 2) {
                AccountException locked = failure(accounts.login(name, PASSWORD, here));
                assertThat(locked.problem()).isEqualTo(Problem.LOCKED);
                assertThat(locked.retryAfterSeconds()).isEqualTo(waitS);
                clock.advance(waitS * 1_000L);
                assertThat(problem(accounts.login(name, "wrong password", here)))
                        .isEqualTo(Problem.WRONG_CREDENTIALS);
            }
        }
    }

    @Test
    void aLockIsBoundedAndASuccessForgivesAll() {
        get(accounts.register("Ada", PASSWORD));
        for (int i = 0; i < 40; i++) {
            failure(accounts.login("Ada", "wrong password", here));
            clock.advance(CONFIG.maxBackoffMs());
        }

        get(accounts.login("Ada", PASSWORD, here));

        for (int i = 0; i < 5; i++) {
            assertThat(problem(accounts.login("Ada", "wrong password", here))).isEqualTo(Problem.WRONG_CREDENTIALS);
        }
        get(accounts.login("Ada", PASSWORD, here));
    }

    @Test
    void locksAnAddressThatTriesManyNamesAndNoOther() {
        get(accounts.register("Ada", PASSWORD));
        InetAddress one = address("2001:db8:0:1::1");
        InetAddress sameSite = address("2001:db8:0:1:ffff::2");
        for (int i = 0; i <= CONFIG.freeAttemptsPerIp(); i++) {
            failure(accounts.login("name" + i, "wrong password", one));
        }

        assertThat(problem(accounts.login("Ada", PASSWORD, sameSite))).isEqualTo(Problem.LOCKED);
        get(accounts.login("Ada", PASSWORD, address("2001:db8:0:2::1")));
    }

    @Test
    void anAccountOfOnesOwnDoesNotClearTheAddress() {
        get(accounts.register("Eve", PASSWORD));
        for (int i = 0; i < CONFIG.freeAttemptsPerIp(); i++) {
            failure(accounts.login("name" + i, "wrong password", here));
            get(accounts.login("Eve", PASSWORD, here));
        }

        failure(accounts.login("one more", "wrong password", here));

        assertThat(problem(accounts.login("Eve", PASSWORD, here))).isEqualTo(Problem.LOCKED);
    }

    @Test
    void ofManyAttemptsAtOnceNoMoreAreMadeThanAllowed() {
        get(accounts.register("Ada", PASSWORD));
        Accounts other = new Accounts(stores.accounts(), tokens, CONFIG, clock);
        List<CompletionStage<Login>> attempts = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            attempts.add(accounts.login("Ada", "wrong password", here));
            attempts.add(other.login("Ada", "wrong password", here));
        }

        List<Problem> problems = attempts.stream().map(AccountsTest::problem).toList();
        other.close();

        assertThat(problems).filteredOn(Problem.WRONG_CREDENTIALS::equals).hasSize(6);
        assertThat(problems).filteredOn(Problem.LOCKED::equals).hasSize(24);
    }

    @Test
    void aRefreshTokenIsGoodOnce() {
        Login first = get(accounts.register("Ada", PASSWORD));

        Login second = get(accounts.refresh(first.refreshToken()));
        Login third = get(accounts.refresh(second.refreshToken()));

        assertThat(List.of(first.refreshToken(), second.refreshToken(), third.refreshToken()))
                .doesNotHaveDuplicates();
        assertThat(third.user()).isEqualTo(first.user());
    }

    @Test
    void whoUsesATokenAgainEndsTheLoginForBoth() {
        Login first = get(accounts.register("Ada", PASSWORD));
        Login other = get(accounts.login("Ada", PASSWORD, here));
        Login second = get(accounts.refresh(first.refreshToken()));

        assertThat(problem(accounts.refresh(first.refreshToken()))).isEqualTo(Problem.TOKEN_REFUSED);
        assertThat(problem(accounts.refresh(second.refreshToken()))).isEqualTo(Problem.TOKEN_REFUSED);

        get(accounts.refresh(other.refreshToken()));
    }

    @Test
    void twoWhoRefreshAtOnceNeverBothGoOn() {
        Accounts other = new Accounts(stores.accounts(), tokens, CONFIG, clock);
        for (int round = 0; round < 20; round++) {
            Login login = get(accounts.register("user" + round, PASSWORD));
            CompletionStage<Login> one = accounts.refresh(login.refreshToken());
            CompletionStage<Login> two = other.refresh(login.refreshToken());

            List<String> next = new ArrayList<>();
            for (CompletionStage<Login> each : List.of(one, two)) {
                each.toCompletableFuture()
                        .thenAccept(went -> next.add(went.refreshToken()))
                        .exceptionally(refused -> null)
                        .join();
            }

            assertThat(next).hasSizeLessThanOrEqualTo(1);
            next.forEach(token -> assertThat(problem(accounts.refresh(token))).isEqualTo(Problem.TOKEN_REFUSED));
        }
        other.close();
    }

    @Test
    void aLoginThatNobodyUsesEnds() {
        Login login = get(accounts.register("Ada", PASSWORD));
        clock.advance(29 * DAY_MS);
        Login next = get(accounts.refresh(login.refreshToken()));
        clock.advance(30 * DAY_MS);

        assertThat(problem(accounts.refresh(next.refreshToken()))).isEqualTo(Problem.TOKEN_REFUSED);
    }

    @Test
    void logsOutOnceOrEverywhere() {
        Login one = get(accounts.register("Ada", PASSWORD));
        Login two = get(accounts.login("Ada", PASSWORD, here));
        Login three = get(accounts.login("Ada", PASSWORD, here));

        get(accounts.logout(one.refreshToken()));
        assertThat(problem(accounts.refresh(one.refreshToken()))).isEqualTo(Problem.TOKEN_REFUSED);
        assertThat(get(accounts.logoutEverywhere(identity(two)))).isEqualTo(2);
        assertThat(problem(accounts.refresh(two.refreshToken()))).isEqualTo(Problem.TOKEN_REFUSED);
        assertThat(problem(accounts.refresh(three.refreshToken()))).isEqualTo(Problem.TOKEN_REFUSED);
    }

    @Test
    void refusesTokensThatWereNeverGood() {
        for (String token : List.of("", ".", "x", "x.y", "\0.x", "é".repeat(500), "' OR 1=1 --.x")) {
            assertThat(problem(accounts.refresh(token))).isEqualTo(Problem.TOKEN_REFUSED);
            assertThat(get(accounts.logout(token))).isTrue();
        }
    }

    @Test
    void whoIsDisabledDoesNotGoOnAndIsToldSoByTheRightPasswordAlone() {
        Login login = get(accounts.register("Ada", PASSWORD));

        stores.accounts().setDisabled(login.user(), true);

        assertThat(problem(accounts.refresh(login.refreshToken()))).isEqualTo(Problem.TOKEN_REFUSED);
        assertThat(problem(accounts.login("Ada", PASSWORD, here))).isEqualTo(Problem.ACCOUNT_DISABLED);
        assertThat(problem(accounts.login("Ada", "wrong password", here))).isEqualTo(Problem.WRONG_CREDENTIALS);
        stores.accounts().setDisabled(login.user(), false);
        assertThat(get(accounts.login("Ada", PASSWORD, here)).user()).isEqualTo(login.user());
    }

    @Test
    void theNextTokenOfAnAdminSaysSo() {
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.JWT, "", "", "", "", "");
        Accounts now = new Accounts(stores.accounts(), tokens, CONFIG);
        try (JwtAuthenticator authenticator = new JwtAuthenticator(auth, tokens)) {
            Login before = get(now.register("Ada", PASSWORD));

            stores.accounts().setAdmin(before.user(), true);
            Login after = get(now.refresh(before.refreshToken()));

            assertThat(get(authenticator.authenticate(before.accessToken())).admin())
                    .isFalse();
            assertThat(get(authenticator.authenticate(after.accessToken())).admin())
                    .isTrue();
        } finally {
            now.close();
        }
    }

    @Test
    void aNewPasswordEndsAllLoginsButTheNewOne() {
        Login old = get(accounts.register("Ada", PASSWORD));

        assertThat(problem(accounts.changePassword(identity(old), "wrong password", "battery staple", here)))
                .isEqualTo(Problem.WRONG_CREDENTIALS);
        assertThat(problem(accounts.changePassword(identity(old), PASSWORD, "short", here)))
                .isEqualTo(Problem.INVALID);
        Login changed = get(accounts.changePassword(identity(old), PASSWORD, "battery staple", here));

        assertThat(problem(accounts.refresh(old.refreshToken()))).isEqualTo(Problem.TOKEN_REFUSED);
        get(accounts.refresh(changed.refreshToken()));
        assertThat(problem(accounts.login("Ada", PASSWORD, here))).isEqualTo(Problem.WRONG_CREDENTIALS);
        get(accounts.login("Ada", "battery staple", here));
    }

    @Test
    void hashesAPasswordAnewWhenItHasBecomeTooCheap() {
        Login login = get(accounts.register("Ada", PASSWORD));
        Accounts dearer = new Accounts(stores.accounts(), tokens, config(true, 128), clock);

        get(dearer.login("Ada", PASSWORD, here));
        get(dearer.login("Ada", PASSWORD, here));

        assertThat(stores.accounts().find(login.user()).orElseThrow().passwordHash())
                .contains("m=128,");
        get(accounts.refresh(login.refreshToken()));
        dearer.close();
    }

    @Test
    void refusesWhatItCannotHashSoon() {
        List<CompletableFuture<Login>> logins = new ArrayList<>();
        Accounts slow = new Accounts(stores.accounts(), tokens, config(true, 8_192), clock);
        for (int i = 0; i < 200; i++) {
            logins.add(
                    slow.login("name" + i, PASSWORD, address("198.51.100." + i)).toCompletableFuture());
        }

        List<Problem> problems = logins.stream().map(AccountsTest::problem).toList();
        slow.close();

        assertThat(problems).contains(Problem.BUSY, Problem.WRONG_CREDENTIALS);
    }

    @Test
    void somebodyElsesTokenHasNoAccount() {
        Identity stranger = new Identity("sub", "Stranger", false, List.of(), Instant.MAX);

        assertThat(get(accounts.find(stranger))).isEqualTo(Optional.empty());
        assertThat(problem(accounts.changePassword(stranger, PASSWORD, "battery staple", here)))
                .isEqualTo(Problem.NOT_FOUND);
    }

    @Test
    void theDefaultsArePinned() {
        assertThat(AccountsConfig.defaults())
                .isEqualTo(new AccountsConfig(
                        true, 900_000, 2_592_000_000L, 20, 5, 50, 900_000, 10_000, 1_000, 100, 19_456, 2));
        assertThatThrownBy(() -> config(true, 0)).hasMessageContaining("hashMemoryKib=0");
    }

    private static AccountsConfig config(boolean isRegistrationOpen, int hashMemoryKib) {
        AccountsConfig rest = AccountsConfig.defaults();
        return new AccountsConfig(
                isRegistrationOpen,
                rest.accessTokenMs(),
                rest.refreshTokenMs(),
                rest.maxLogins(),
                rest.freeAttempts(),
                rest.freeAttemptsPerIp(),
                rest.maxBackoffMs(),
                rest.maxDocuments(),
                rest.maxMembers(),
                rest.maxInvitations(),
                hashMemoryKib,
                1);
    }

    private static Identity identity(Login login) {
        return new Identity(login.user(), login.name(), false, List.of(), login.accessExpiresAt());
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Problem problem(CompletionStage<?> stage) {
        return failure(stage).problem();
    }

    private static AccountException failure(CompletionStage<?> stage) {
        try {
            Object result = stage.toCompletableFuture().join();
            throw new AssertionError("was done: " + result);
        } catch (CompletionException e) {
            if (e.getCause() instanceof AccountException refused) {
                return refused;
            }
            throw e;
        }
    }
}
