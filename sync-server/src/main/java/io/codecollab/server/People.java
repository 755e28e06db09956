package io.codecollab.server;

import io.codecollab.persistence.Stores;
import io.codecollab.server.auth.OwnTokens;
import io.codecollab.server.auth.Revocations;
import io.codecollab.server.auth.account.AccountException;
import io.codecollab.server.auth.account.Accounts;
import io.codecollab.server.auth.account.AccountsConfig;
import io.codecollab.server.auth.account.Changes;
import io.codecollab.server.auth.account.Directory;
import io.codecollab.server.auth.account.DirectoryAccess;
import io.codecollab.server.auth.account.Invitations;
import io.codecollab.server.auth.account.Members;
import io.codecollab.server.http.api.AccountHandling;
import io.codecollab.server.http.api.AccountsResource;
import io.codecollab.server.http.api.DocumentsResource;
import io.codecollab.server.http.api.InvitationsResource;
import io.codecollab.server.http.api.MembersResource;
import io.codecollab.server.http.api.Resource;
import io.codecollab.server.ops.Workers;
import io.codecollab.server.webhook.Webhooks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts and the directory of documents, wired: what people do there over REST. Thread-safe. */
final class People implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int MAX_WAITING = 1_000;

    private final Workers work = new Workers("codecollab-directory", THREADS, MAX_WAITING, AccountException::busy);
    private final Accounts accounts;
    private final List<Resource> resources;

    /**
     * @param tokens of those who log in; null where nobody is asked who they are, so that there are no accounts
     * @param roles is told of what is changed here
     * @param connected so are those who are connected
     * @param webhooks so is somebody outside
     */
    People(
            Stores stores,
            @Nullable OwnTokens tokens,
            DirectoryAccess roles,
            Revocations connected,
            Webhooks webhooks,
            AccountsConfig config) {
        boolean isOff = tokens == null;
        Changes changes = new Changes(roles, connected, new Messenger(webhooks));
        accounts = new Accounts(stores.accounts(), tokens == null ? OwnTokens.random() : tokens, config);
        Directory directory = new Directory(stores, config, changes, work);
        Members members = new Members(stores.directory(), config, changes, work);
        Invitations invitations = new Invitations(stores, config, changes, work);
        List<Resource> all = List.of(
                new AccountsResource(accounts),
                new DocumentsResource(directory),
                new MembersResource(members, directory),
                new InvitationsResource(invitations));
        resources = isOff ? all.stream().map(AccountHandling::off).toList() : all;
    }

    List<Resource> resources() {
        return resources;
    }

    @Override
    public void close() {
        accounts.close();
        work.close();
    }
}
