package io.codecollab.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.persistence.Account;
import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.Stores;
import io.codecollab.server.auth.OwnTokens;
import io.codecollab.server.auth.account.Accounts;
import io.codecollab.server.auth.account.AccountsConfig;
import io.codecollab.server.storage.StoreLocation;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that looks after accounts, on a real store and in this process. */
class AccountCommandTest {

    private static final String PASSWORD = "correct horse";

    @TempDir
    private Path folder;

    @Test
    void anAccountThatIsMadeHereIsOneLikeAnyOther() {
        ToolRun made = type(PASSWORD, "create", "Ada");

        assertThat(made.exitCode()).isZero();
        assertThat(made.out()).startsWith("Created Ada  ");
        assertThat(logsIn("ada", PASSWORD)).isTrue();
        assertThat(type(PASSWORD, "create", "ADA").err()).contains("taken");
        assertThat(type("short", "create", "Grace").err()).contains("10 to 256 characters");
        assertThat(type(PASSWORD, "create", "root").err()).contains("cannot be used");
    }

    @Test
    void listsThemWithWhatIsSpecialAboutThem() {
        type(PASSWORD, "create", "Grace");
        type(PASSWORD, "create", "Ada");
        account("admin", "grace");
        account("disable", "ada");

        ToolRun list = account("list");

        assertThat(list.lines()).hasSize(2);
        assertThat(list.lines().get(0)).matches("Ada  \\S+  \\S+Z  disabled");
        assertThat(list.lines().get(1)).matches("Grace  \\S+  \\S+Z  admin");
    }

    @Test
    void anAdminIsMadeAndUnmade() {
        type(PASSWORD, "create", "Ada");

        assertThat(account("admin", "ada").exitCode()).isZero();
        assertThat(stored()).singleElement().matches(Account::isAdmin);
        assertThat(account("no-admin", "ada").exitCode()).isZero();
        assertThat(stored()).singleElement().matches(each -> !each.isAdmin());
    }

    @Test
    void nobodyLogsInToADisabledAccount() {
        type(PASSWORD, "create", "Ada");

        account("disable", "Ada");
        assertThat(logsIn("Ada", PASSWORD)).isFalse();
        account("enable", "Ada");
        assertThat(logsIn("Ada", PASSWORD)).isTrue();
    }

    @Test
    void anotherPasswordLetsThoseInWhoHadToWait() {
        type(PASSWORD, "create", "Ada");
        for (int i = 0; i < 10; i++) {
            logsIn("Ada", "wrong password");
        }
        assertThat(logsIn("Ada", PASSWORD)).isFalse();

        ToolRun changed = type("battery staple", "password", "Ada");

        assertThat(changed.exitCode()).isZero();
        assertThat(logsIn("Ada", "battery staple")).isTrue();
        assertThat(logsIn("Ada", PASSWORD)).isFalse();
    }

    @Test
    void saysWhatIsMissingOrWrong() {
        type(PASSWORD, "create", "Ada");

        assertThat(account("admin", "nobody").err()).contains("there is no account of this name");
        assertThat(account("admin").err()).contains("admin whom? Give a NAME");
        assertThat(account("list", "Ada").err()).contains("list takes no NAME");
        assertThat(account("promote", "Ada").err()).contains("promote");
        assertThat(account("admin", "nobody").exitCode()).isEqualTo(1);
        assertThat(account("promote", "Ada").exitCode()).isEqualTo(2);
    }

    private ToolRun account(String... what) {
        List<String> arguments = new ArrayList<>(List.of("account"));
        arguments.addAll(List.of(what));
        arguments.addAll(List.of("--data", folder.toString()));
        return ToolRun.of(arguments.toArray(String[]::new));
    }

    /** With a line on standard input. */
    private ToolRun type(String line, String... what) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((line + "\n").getBytes(UTF_8)));
        try {
            return account(what);
        } finally {
            System.setIn(before);
        }
    }

    private List<Account> stored() {
        try (Stores stores = open()) {
            return stores.accounts().accounts(null, 10);
        }
    }

    private boolean logsIn(String name, String password) {
        try (Stores stores = open();
                Accounts accounts = new Accounts(stores.accounts(), OwnTokens.random(), AccountsConfig.defaults())) {
            return accounts.login(name, password, InetAddress.getLoopbackAddress())
                    .toCompletableFuture()
                    .handle((login, failure) -> failure == null)
                    .join();
        }
    }

    private Stores open() {
        return StoreLocation.sqlite(folder).open(PersistenceConfig.defaults(), CommitListener.NONE);
    }
}
