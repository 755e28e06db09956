package io.codecollab.server.auth.account;

import io.codecollab.persistence.AccountStore;
import io.codecollab.persistence.DirectoryEntry;
import io.codecollab.persistence.DirectoryQuery;
import io.codecollab.persistence.DirectoryStore;
import io.codecollab.persistence.DirectoryStore.Change;
import io.codecollab.persistence.LinkSetting;
import io.codecollab.persistence.Standing;
import io.codecollab.persistence.Stores;
import io.codecollab.server.auth.GrantedAccess;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.auth.account.AccountException.Problem;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.ops.Workers;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory of documents. That whoever asks has the role it takes was checked before, by {@link DirectoryAccess}; what
 * concerns deleted documents is checked here, because nobody has a role in them. Completes with an {@link AccountException} if
 * something is not done.
 *
 * <p>Thread-safe; nothing waits.
 */
public final class Directory {

    public static final int MAX_TITLE_LENGTH = 200;
    public static final int MAX_LANGUAGE_LENGTH = 40;

    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9+#._-]{0," + MAX_LANGUAGE_LENGTH + "}");
    private static final int NAME_BYTES = 12;

    private final Stores stores;
    private final DirectoryStore directory;
    private final AccountStore accounts;
    private final AccountsConfig config;
    private final Changes changes;
    private final Workers work;
    private final InstantSource clock = InstantSource.system();

    /** @param work where it waits for the database */
    public Directory(Stores stores, AccountsConfig config, Changes changes, Workers work) {
        this.stores = stores;
        this.directory = stores.directory();
        this.accounts = stores.accounts();
        this.config = config;
        this.changes = changes;
        this.work = work;
    }

    /**
     * Makes a document whose owner is whoever asks. A name that has content already, from before it was in the directory, can
     * be taken only by those who own that content by their token.
     *
     * @param wanted its name; empty for one that nobody guesses
     */
    public CompletionStage<Standing> create(
            Identity who, Optional<DocumentName> wanted, String title, String language, LinkSetting link) {
        return work.run(() -> {
            DocumentName name = wanted.orElseGet(() -> new DocumentName(Secrets.random(NAME_BYTES)));
            String line = Texts.line("the title", title, MAX_TITLE_LENGTH);
            if (directory.countOwnedBy(who.user()) >= config.maxDocuments()) {
                throw new AccountException(Problem.TOO_MANY, "you own as many documents as you may");
            }
            boolean isNew = stores.updates().create(name.value());
            boolean owned = GrantedAccess.grantedTo(who, name)
                    .filter(role -> role.atLeast(Role.OWNER))
                    .isPresent();
            long nowMs = clock.millis();
            DirectoryEntry entry = new DirectoryEntry(
                    name.value(), line, requireLanguage(language), who.user(), link, nowMs, nowMs, 0);
            if (!(isNew || owned) || !directory.create(entry, Texts.searchKey(line))) {
                throw new AccountException(Problem.NAME_TAKEN, "there is such a document already");
            }
            changes.created(name, who);
            return new Standing(entry, who.user(), Optional.empty(), false);
        });
    }

    /** A page of the directory, the newest first. What is searched is folded as titles are. */
    public CompletionStage<List<Standing>> page(DirectoryQuery query) {
        return work.run(() -> directory.page(new DirectoryQuery(
                query.user(),
                query.everybodys(),
                Texts.searchKey(Texts.line("what is searched", query.search(), MAX_TITLE_LENGTH)),
                query.deleted(),
                query.after(),
                query.limit())));
    }

    /** Where somebody stands with a document; empty if the directory does not have it. */
    public CompletionStage<Optional<Standing>> find(Identity who, DocumentName document) {
        return work.run(() -> directory.standing(document.value(), who.user()));
    }

    /** What people are called who have an account here. */
    public CompletionStage<Map<String, String>> names(Collection<String> users) {
        return work.run(() -> accounts.names(users));
    }

    /** What somebody may do in a document, or could if it were not deleted. */
    public static Optional<Role> roleIn(Identity who, Standing standing) {
        return DirectoryAccess.roleByDirectory(who, standing);
    }

    /** Changes what is not null, and gives the document as it is then. */
    public CompletionStage<Standing> change(
            Identity who,
            DocumentName document,
            @Nullable String title,
            @Nullable String language,
            @Nullable LinkSetting link) {
        return work.run(() -> {
            String line = title == null ? null : Texts.line("the title", title, MAX_TITLE_LENGTH);
            Change change = new Change(
                    line,
                    line == null ? null : Texts.searchKey(line),
                    language == null ? null : requireLanguage(language),
                    link);
            require(directory.change(document.value(), change, clock.millis()));
            if (link != null) {
                changes.accessChanged(document);
            }
            return directory.standing(document.value(), who.user()).orElseThrow(Directory::notFound);
        });
    }

    /** Makes a member, or anybody, the owner; who was it can still write. */
    public CompletionStage<Boolean> giveTo(DocumentName document, String newOwner) {
        return work.run(() -> {
            DirectoryEntry entry = directory.find(document.value()).orElseThrow(Directory::notFound);
            String user = Members.requireUser(newOwner);
            require(directory.giveTo(document.value(), entry.owner(), user, Role.EDITOR.name(), clock.millis()));
            changes.roleChanged(entry.owner(), document);
            changes.roleChanged(user, document);
            return true;
        });
    }

    /** Puts a document away; everybody has to leave it. */
    public CompletionStage<Boolean> delete(DocumentName document) {
        return work.run(() -> {
            require(directory.delete(document.value(), clock.millis()));
            changes.accessChanged(document);
            return true;
        });
    }

    /** Brings a document back that was put away. */
    public CompletionStage<Standing> restore(Identity who, DocumentName document) {
        return work.run(() -> {
            requireDeletedAndOwned(who, document);
            require(directory.restore(document.value(), clock.millis()));
            changes.accessChanged(document);
            return directory.standing(document.value(), who.user()).orElseThrow(Directory::notFound);
        });
    }

    /** Forgets a document for good, one that was put away: its content, its versions and who was a member. */
    public CompletionStage<Boolean> purge(Identity who, DocumentName document) {
        return work.run(() -> {
            requireDeletedAndOwned(who, document);
            if (!stores.updates().erase(document.value())) {
                throw AccountException.busy();
            }
            stores.versions().removeAll(document.value());
            require(directory.forget(document.value()));
            changes.accessChanged(document);
            return true;
        });
    }

    private void requireDeletedAndOwned(Identity who, DocumentName document) {
        Standing standing = directory
                .standing(document.value(), who.user())
                .filter(found -> !who.confined() && (found.isOwner() || who.admin()))
                .orElseThrow(Directory::notFound);
        if (!standing.document().isDeleted()) {
            throw new AccountException(Problem.CONFLICT, "the document is not deleted");
        }
    }

    private static void require(boolean done) {
        if (!done) {
            throw notFound();
        }
    }

    private static AccountException notFound() {
        return AccountException.notFound("there is no such document in the directory");
    }

    private static String requireLanguage(String language) {
        if (!LANGUAGE.matcher(language).matches()) {
            throw AccountException.invalid("a language has " + MAX_LANGUAGE_LENGTH
                    + " characters at most, of A-Z, a-z, 0-9, +, #, ., _ and -");
        }
        return language;
    }
}
