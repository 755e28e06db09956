package io.codecollab.server.cli;

import io.codecollab.persistence.Account;
import io.codecollab.persistence.Stores;
import io.codecollab.server.StartupException;
import io.codecollab.server.auth.account.AccountAdministration;
import io.codecollab.server.auth.account.AccountException;
import io.codecollab.server.auth.account.AccountsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code account}. */
@Command(
        name = "account",
        customSynopsis = {
            "Usage: java -jar codecollab.jar account [OPTIONS] list",
            "       java -jar codecollab.jar account [OPTIONS] ACTION NAME"
        },
        header = {"Looks after the accounts people log in to with --auth jwt.", ""},
        description = {
            "",
            "list      All accounts: name, id, since when, admin, disabled.",
            "create    Makes one, whatever --registration says. Its password is read from standard input.",
            "password  Gives one another password, read likewise; all its logins end.",
            "admin     Lets it do everything.   no-admin  No longer.",
            "disable   Nobody logs in to it.    enable    They may again.",
            "",
            "Who is logged in has a token that stays good for a quarter of an hour: no-admin and disable count for them when "
                    + "it is over.",
            ""
        })
final class AccountCommand extends StoreCommand {

    private static final int PAGE = 500;

    enum Action {
        LIST,
        CREATE,
        PASSWORD,
        ADMIN,
        NO_ADMIN,
        DISABLE,
        ENABLE;

        /** As it is typed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Parameters(index = "0", paramLabel = "ACTION", description = "What to do: ${COMPLETION-CANDIDATES}.")
    private Action action = Action.LIST;

    @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", description = "What the account is called.")
    private String name = "";

    @Override
    boolean makesStore() {
        return action == Action.CREATE;
    }

    @Override
    int run(Stores stores, PrintWriter out) throws StartupException, IOException {
        AccountAdministration accounts = new AccountAdministration(stores.accounts(), AccountsConfig.defaults());
        if (name.isEmpty() != (action == Action.LIST)) {
            throw new StartupException(action + (name.isEmpty() ? " whom? Give a NAME" : " takes no NAME"));
        }
        try {
            act(accounts, out);
        } catch (AccountException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private void act(AccountAdministration accounts, PrintWriter out) throws IOException {
        switch (action) {
            case LIST -> list(accounts, out);
            case CREATE -> out.println("Created " + line(accounts.create(name, password())));
            case PASSWORD -> {
                accounts.setPassword(name, password());
                out.println("'" + name + "' has another password, and all its logins have ended");
            }
            case ADMIN, NO_ADMIN -> {
                accounts.setAdmin(name, action == Action.ADMIN);
                out.println("'" + name + "' is " + (action == Action.ADMIN ? "an admin" : "no admin")
                        + " from the next token on");
            }
            case DISABLE, ENABLE -> {
                accounts.setDisabled(name, action == Action.DISABLE);
                out.println("'" + name + "' is " + action + "d");
            }
        }
    }

    private static void list(AccountAdministration accounts, PrintWriter out) {
        @Nullable Account last = null;
        List<Account> page = accounts.page(null, PAGE);
        while (!page.isEmpty()) {
            for (Account account : page) {
                out.println(line(account));
                last = account;
            }
            page = accounts.page(last, PAGE);
        }
    }

    private static String line(Account account) {
        return account.name() + "  " + account.id() + "  " + Instant.ofEpochMilli(account.createdAtMs())
                + (account.isAdmin() ? "  admin" : "") + (account.isDisabled() ? "  disabled" : "");
    }

    /** Not among the arguments, which everybody on a machine can see. */
    private String password() throws IOException {
        err().print("Password: ");
        err().flush();
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        err().println();
        return line == null ? "" : line;
    }
}
