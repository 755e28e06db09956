package io.codecollab.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What every {@link AccountStore} keeps. */
public abstract class AccountStoreContract extends StoresContract {

    private static final long HOUR_MS = 3_600_000;

    @Test
    void findsWhatWasCreatedByIdAndByKey() {
        Account ada = account("1", "Ada");

        assertThat(accounts().create(ada)).isTrue();

        assertThat(accounts().find("1")).contains(ada);
        assertThat(accounts().findByKey("ada")).contains(ada);
        assertThat(accounts().find("2")).isEmpty();
        assertThat(accounts().findByKey("Ada")).isEmpty();
    }

    @Test
    void refusesAKeyThatIsTaken() {
        accounts().create(account("1", "Ada"));

        assertThat(accounts().create(account("2", "ADA"))).isFalse();

        assertThat(accounts().find("2")).isEmpty();
        assertThat(accounts().findByKey("ada")).map(Account::name).contains("Ada");
    }

    @Test
    void ofManyWhoWantOneKeyAtOnceOneGetsIt() throws Exception {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Account ada = account("id" + i, "Ada");
            AccountStore store = either(i).accounts();
            calls.add(() -> store.create(ada));
        }

        assertThat(atOnce(calls)).containsOnlyOnce(true);
    }

    @Test
    void tellsTheNamesOfAccountsAndNoOthers() {
        accounts().create(account("1", "Ada"));
        accounts().create(account("2", "Grace"));

        assertThat(accounts().names(Set.of("1", "2", "'; --"))).isEqualTo(Map.of("1", "Ada", "2", "Grace"));
        assertThat(accounts().names(Set.of())).isEmpty();
    }

    @Test
    void changesAPasswordOnlyIfItIsTheExpectedOneAndEndsAllLogins() {
        accounts().create(account("1", "Ada"));
        start("f", "1", "token", NOW);

        assertThat(accounts().changePassword("1", "hash of Grace", "new")).isFalse();
        assertThat(accounts().findFamily("f")).isPresent();
        assertThat(accounts().changePassword("1", "hash of Ada", "new")).isTrue();

        assertThat(accounts().find("1")).map(Account::passwordHash).contains("new");
        assertThat(accounts().findFamily("f")).isEmpty();
    }

    @Test
    void writesAPasswordDownAnewAndLoginsGoOn() {
        accounts().create(account("1", "Ada"));
        start("f", "1", "token", NOW);

        assertThat(accounts().rehash("1", "hash of Ada", "dearer hash")).isTrue();
        assertThat(accounts().rehash("1", "hash of Ada", "other hash")).isFalse();

        assertThat(accounts().find("1")).map(Account::passwordHash).contains("dearer hash");
        assertThat(accounts().findFamily("f")).isPresent();
    }

    @Test
    void listsAllAccountsPageByPage() {
        for (String name : List.of("Grace", "Ada", "Linus")) {
            accounts().create(account(name, name));
        }

        List<Account> first = accounts().accounts(null, 2);
        List<Account> second = accounts().accounts("grace", 2);

        assertThat(first).extracting(Account::name).containsExactly("Ada", "Grace");
        assertThat(second).extracting(Account::name).containsExactly("Linus");
    }

    @Test
    void anAccountBecomesAnAdminAndStopsBeingOne() {
        accounts().create(account("1", "Ada"));
        start("family", "1", "token", NOW);

        assertThat(accounts().setAdmin("1", true)).isTrue();
        assertThat(accounts().find("1")).map(Account::isAdmin).contains(true);
        assertThat(accounts().findFamily("family")).isPresent();
        assertThat(accounts().setAdmin("1", false)).isTrue();
        assertThat(accounts().find("1")).map(Account::isAdmin).contains(false);
        assertThat(accounts().setAdmin("2", true)).isFalse();
    }

    @Test
    void nobodyLogsInToADisabledAccountAndItsLoginsEnd() {
        accounts().create(account("1", "Ada"));
        start("family", "1", "token", NOW);

        assertThat(accounts().setDisabled("1", true)).isTrue();

        assertThat(accounts().find("1")).map(Account::isDisabled).contains(true);
        assertThat(accounts().findFamily("family")).isEmpty();
        assertThat(start("another", "1", "token", NOW)).isFalse();
        assertThat(accounts().setDisabled("1", false)).isTrue();
        assertThat(start("another", "1", "token", NOW)).isTrue();
        assertThat(accounts().setDisabled("2", true)).isFalse();
    }

    @Test
    void beginsNoLoginWithAPasswordThatWasChangedMeanwhile() {
        accounts().create(account("1", "Ada"));
        accounts().changePassword("1", "hash of Ada", "new");

        assertThat(start("f", "1", "token", NOW)).isFalse();
        assertThat(accounts().findFamily("f")).isEmpty();
    }

    @Test
    void aLoginThatRacesAChangeOfThePasswordDoesNotSurviveIt() throws Exception {
        for (int round = 0; round < 20; round++) {
            String id = "user" + round;
            accounts().create(account(id, "Ada" + round));
            String family = "family" + round;
            RefreshFamily login = new RefreshFamily(family, id, bytes("token"), NOW, NOW + HOUR_MS);
            String name = "hash of Ada" + round;

            atOnce(List.of(
                    () -> stores().accounts().startFamily(login, name, 10),
                    () -> others().accounts().changePassword(id, name, "new")));

            assertThat(accounts().findFamily(family)).isEmpty();
        }
    }

    @Test
    void givesTheNextTokenOnlyForTheLastOne() {
        accounts().create(account("1", "Ada"));
        start("f", "1", "one", NOW);

        assertThat(rotate("f", "two", "three", NOW)).isFalse();
        assertThat(rotate("f", "one", "two", NOW)).isTrue();
        assertThat(rotate("f", "one", "three", NOW)).isFalse();

        assertThat(accounts().findFamily("f").orElseThrow().tokenHash()).isEqualTo(bytes("two"));
        assertThat(accounts().findFamily("f").orElseThrow().account()).isEqualTo("1");
    }

    @Test
    void ofManyWhoUseOneTokenAtOnceOneGetsTheNext() throws Exception {
        accounts().create(account("1", "Ada"));
        start("f", "1", "one", NOW);
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            byte[] next = bytes("next" + i);
            AccountStore store = either(i).accounts();
            calls.add(() -> store.rotate("f", bytes("one"), next, NOW, NOW + HOUR_MS));
        }

        assertThat(atOnce(calls)).containsOnlyOnce(true);
    }

    @Test
    void givesNoTokenAfterTheLastOneIsOver() {
        accounts().create(account("1", "Ada"));
        start("f", "1", "one", NOW);

        assertThat(rotate("f", "one", "two", NOW + HOUR_MS)).isFalse();
        assertThat(rotate("f", "one", "two", NOW + HOUR_MS - 1)).isTrue();
        assertThat(accounts().findFamily("f")).map(RefreshFamily::expiresAtMs).contains(NOW + 2 * HOUR_MS - 1);
    }

    @Test
    void aRevokedLoginIsGone() {
        accounts().create(account("1", "Ada"));
        accounts().create(account("2", "Grace"));
        start("a", "1", "one", NOW);
        start("b", "1", "two", NOW);
        start("c", "2", "three", NOW);

        assertThat(accounts().revoke("a")).isTrue();
        assertThat(accounts().revoke("a")).isFalse();
        assertThat(rotate("a", "one", "two", NOW)).isFalse();
        assertThat(accounts().revokeAll("1")).isEqualTo(1);

        assertThat(accounts().findFamily("b")).isEmpty();
        assertThat(accounts().findFamily("c")).isPresent();
    }

    @Test
    void keepsTheNewestLoginsAndForgetsExpiredOnes() {
        accounts().create(account("1", "Ada"));
        accounts().create(account("2", "Grace"));
        start("others", "2", "x", NOW);
        for (int i = 0; i < 5; i++) {
            start("f" + i, "1", "x", NOW + i);
        }

        assertThat(List.of("f0", "f1", "f2", "f3", "f4"))
                .filteredOn(family -> accounts().findFamily(family).isPresent())
                .containsExactly("f2", "f3", "f4");

        start("later", "1", "x", NOW + 2 * HOUR_MS);

        assertThat(accounts().findFamily("f4")).isEmpty();
        assertThat(accounts().findFamily("others")).isPresent();
    }

    @Test
    void countsFailuresOnlyFromWhatIsExpected() {
        LoginAttempts once = new LoginAttempts(1, NOW);
        LoginAttempts twice = new LoginAttempts(2, NOW + 1_000);

        assertThat(accounts().attempts("ada")).isEqualTo(LoginAttempts.NONE);
        assertThat(accounts().setAttempts("ada", once, twice, NOW)).isFalse();
        assertThat(accounts().setAttempts("ada", LoginAttempts.NONE, once, NOW)).isTrue();
        assertThat(accounts().setAttempts("ada", LoginAttempts.NONE, once, NOW)).isFalse();
        assertThat(accounts().setAttempts("ada", once, twice, NOW)).isTrue();

        assertThat(accounts().attempts("ada")).isEqualTo(twice);
        accounts().clearAttempts("ada");
        assertThat(accounts().attempts("ada")).isEqualTo(LoginAttempts.NONE);
    }

    @Test
    void ofManyWhoCountAtOnceOneCounts() throws Exception {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            AccountStore store = either(i).accounts();
            calls.add(() -> store.setAttempts("ada", LoginAttempts.NONE, new LoginAttempts(1, NOW), NOW));
        }

        assertThat(atOnce(calls)).containsOnlyOnce(true);
    }

    @Test
    void forgetsOldFailures() {
        accounts().setAttempts("old", LoginAttempts.NONE, new LoginAttempts(1, 0), NOW - 1);
        accounts().setAttempts("new", LoginAttempts.NONE, new LoginAttempts(1, 0), NOW);

        assertThat(accounts().forgetAttempts(NOW)).isEqualTo(1);

        assertThat(accounts().attempts("old")).isEqualTo(LoginAttempts.NONE);
        assertThat(accounts().attempts("new")).isNotEqualTo(LoginAttempts.NONE);
    }

    private AccountStore accounts() {
        return stores().accounts();
    }

    private boolean start(String family, String account, String token, long nowMs) {
        String name = account.equals("1") ? "Ada" : "Grace";
        return accounts()
                .startFamily(
                        new RefreshFamily(family, account, bytes(token), nowMs, nowMs + HOUR_MS), "hash of " + name, 3);
    }

    private boolean rotate(String family, String expected, String next, long nowMs) {
        return accounts().rotate(family, bytes(expected), bytes(next), nowMs, nowMs + HOUR_MS);
    }

    private static Account account(String id, String name) {
        return new Account(id, name, name.toLowerCase(Locale.ROOT), "hash of " + name, NOW);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
