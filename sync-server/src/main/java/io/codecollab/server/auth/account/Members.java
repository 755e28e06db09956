package io.codecollab.server.auth.account;

import io.codecollab.persistence.Ban;
import io.codecollab.persistence.DirectoryStore;
import io.codecollab.persistence.Member;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.auth.account.AccountException.Problem;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.ops.Workers;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Who has a role in a document, and who may not come in. Completes with an {@link AccountException} if something is not done.
 *
 * <p>Thread-safe; nothing waits.
 */
public final class Members {

    public static final int MAX_USER_LENGTH = 256;

    private final DirectoryStore directory;
    private final AccountsConfig config;
    private final Changes changes;
    private final Workers work;
    private final InstantSource clock = InstantSource.system();

    /** @param work where it waits for the database */
    public Members(DirectoryStore directory, AccountsConfig config, Changes changes, Workers work) {
        this.directory = directory;
        this.config = config;
        this.changes = changes;
        this.work = work;
    }

    /** A page of members by user, the owner apart. */
    public CompletionStage<List<Member>> page(DocumentName document, @Nullable String afterUser, int limit) {
        return work.run(() -> directory.members(document.value(), requireUserOrNull(afterUser), limit));
    }

    /** Gives somebody a role, a member or not yet. */
    public CompletionStage<Member> set(DocumentName document, String user, Role role) {
        return work.run(() -> {
            if (role == Role.OWNER) {
                throw AccountException.invalid("a document has one owner: give it to somebody else instead");
            }
            Member member = new Member(requireUser(user), role.name(), clock.millis());
            if (!directory.setMember(document.value(), member, config.maxMembers())) {
                throw new AccountException(
                        Problem.CONFLICT,
                        "this user cannot become a member: it is the owner, is banned, or there are "
                                + config.maxMembers() + " members already");
            }
            changes.roleChanged(user, document);
            return member;
        });
    }

    /** Takes somebody's role away. */
    public CompletionStage<Boolean> remove(DocumentName document, String user) {
        return work.run(() -> {
            if (!directory.removeMember(document.value(), requireUser(user))) {
                throw AccountException.notFound("this user is no member of the document");
            }
            changes.roleChanged(user, document);
            return true;
        });
    }

    /** A page of those who may not come in, by user. */
    public CompletionStage<List<Ban>> bans(DocumentName document, @Nullable String afterUser, int limit) {
        return work.run(() -> directory.bans(document.value(), requireUserOrNull(afterUser), limit));
    }

    /** Keeps somebody out, by whatever way they would come in. */
    public CompletionStage<Ban> ban(Identity who, DocumentName document, String user) {
        return work.run(() -> {
            boolean isOwner = directory
                    .find(document.value())
                    .filter(entry -> entry.owner().equals(user))
                    .isPresent();
            if (isOwner) {
                throw new AccountException(Problem.CONFLICT, "the owner cannot be banned");
            }
            Ban ban = new Ban(requireUser(user), who.user(), clock.millis());
            if (!directory.ban(document.value(), ban)) {
                throw new AccountException(
                        Problem.CONFLICT, "this user is banned already, or the document is not there");
            }
            changes.roleChanged(user, document);
            return ban;
        });
    }

    /** Lets somebody in again. */
    public CompletionStage<Boolean> unban(DocumentName document, String user) {
        return work.run(() -> {
            if (!directory.unban(document.value(), requireUser(user))) {
                throw AccountException.notFound("this user is not banned");
            }
            changes.roleChanged(user, document);
            return true;
        });
    }

    private static @Nullable String requireUserOrNull(@Nullable String user) {
        return user == null ? null : requireUser(user);
    }

    /** @throws AccountException if nobody can be called so by whatever issues tokens */
    static String requireUser(String user) {
        if (user.isEmpty() || !Texts.line("the user", user, MAX_USER_LENGTH).equals(user)) {
            throw AccountException.invalid("this is no id of a user");
        }
        return user;
    }
}
