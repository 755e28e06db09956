package io.codecollab.server.auth.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.persistence.Account;
import io.codecollab.persistence.AccountStore;
import io.codecollab.persistence.DirectoryStore;
import io.codecollab.persistence.Invitation;
import io.codecollab.persistence.InvitationStore;
import io.codecollab.persistence.Member;
import io.codecollab.persistence.Standing;
import io.codecollab.persistence.Stores;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.auth.account.AccountException.Problem;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.ops.Workers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Invitations to documents: for somebody by name, or for whoever has the link. Completes with an {@link AccountException} if
 * something is not done.
 *
 * <p>Thread-safe; nothing waits.
 */
public final class Invitations {

    private static final int ID_BYTES = 12;
    private static final int SECRET_BYTES = 24;

    private final InvitationStore invitations;
    private final DirectoryStore directory;
    private final AccountStore accounts;
    private final AccountsConfig config;
    private final Changes changes;
    private final Workers work;
    private final InstantSource clock;

    /** @param work where it waits for the database */
    public Invitations(Stores stores, AccountsConfig config, Changes changes, Workers work) {
        this(stores, config, changes, work, InstantSource.system());
    }

    Invitations(Stores stores, AccountsConfig config, Changes changes, Workers work, InstantSource clock) {
        this.invitations = stores.invitations();
        this.directory = stores.directory();
        this.accounts = stores.accounts();
        this.config = config;
        this.changes = changes;
        this.work = work;
        this.clock = clock;
    }

    /**
     * An invitation that was made.
     *
     * @param secret accepts it; told now and never again. Empty if it is for somebody by name
     */
    public record Made(Invitation invitation, String secret) {}

    /** What somebody has become by an invitation. */
    public record Accepted(DocumentName document, Role role) {}

    /**
     * Invites somebody who has an account here.
     *
     * @param userName what they are called
     */
    public CompletionStage<Made> invite(
            Identity who, DocumentName document, String userName, Role role, Duration validity) {
        return work.run(() -> {
            Account account = UserName.find(userName)
                    .flatMap(name -> accounts.findByKey(name.key()))
                    .orElseThrow(() -> AccountException.notFound("there is no user of this name"));
            Made made = create(who, document, account.id(), role, validity, 1, "");
            changes.invited(made.invitation(), who, account);
            return made;
        });
    }

    /** Invites whoever has a secret. */
    public CompletionStage<Made> inviteByLink(
            Identity who, DocumentName document, Role role, Duration validity, int maxUses) {
        return work.run(() -> create(who, document, null, role, validity, maxUses, Secrets.random(SECRET_BYTES)));
    }

    private Made create(
            Identity who,
            DocumentName document,
            @Nullable String user,
            Role role,
            Duration validity,
            int maxUses,
            String secret) {
        if (role == Role.OWNER) {
            throw AccountException.invalid("nobody is invited to be the owner");
        }
        long nowMs = clock.millis();
        Invitation invitation = new Invitation(
                Secrets.random(ID_BYTES),
                document.value(),
                role.name(),
                user,
                who.user(),
                nowMs,
                nowMs + validity.toMillis(),
                maxUses,
                0);
        if (!invitations.create(invitation, user == null ? hash(secret) : null, config.maxInvitations())) {
            throw new AccountException(
                    Problem.TOO_MANY,
                    "there are " + config.maxInvitations() + " open invitations already, or the document is not in the"
                            + " directory");
        }
        return new Made(invitation, secret);
    }

    /** The open invitations to a document, newest first. */
    public CompletionStage<List<Invitation>> ofDocument(DocumentName document) {
        return work.run(() -> invitations.ofDocument(document.value(), clock.millis()));
    }

    /** The open invitations for somebody by name, newest first. */
    public CompletionStage<List<Invitation>> forUser(Identity who) {
        return work.run(() -> invitations.forUser(who.user(), clock.millis()));
    }

    /** Takes an invitation back. */
    public CompletionStage<Boolean> revoke(DocumentName document, String id) {
        return work.run(() -> {
            if (!invitations.revoke(document.value(), id)) {
                throw noInvitation();
            }
            return true;
        });
    }

    /** Does not want to come: an invitation for whoever asks. */
    public CompletionStage<Boolean> decline(Identity who, String id) {
        return work.run(() -> {
            Invitation invitation = personal(who, id);
            return invitations.revoke(invitation.document(), id);
        });
    }

    /** Accepts an invitation for whoever asks. */
    public CompletionStage<Accepted> accept(Identity who, String id) {
        return work.run(() -> accept(who, personal(who, id)));
    }

    private Invitation personal(Identity who, String id) {
        return invitations
                .find(id)
                .filter(invitation -> who.user().equals(invitation.user()))
                .orElseThrow(Invitations::noInvitation);
    }

    /** Accepts an invitation by its secret. */
    public CompletionStage<Accepted> acceptLink(Identity who, String secret) {
        return work.run(
                () -> accept(who, invitations.findBySecret(hash(secret)).orElseThrow(Invitations::noInvitation)));
    }

    /** Who may do as much already stays what they are, and uses nothing up. */
    private Accepted accept(Identity who, Invitation invitation) {
        DocumentName document = new DocumentName(invitation.document());
        Standing standing = directory
                .standing(invitation.document(), who.user())
                .filter(found -> !found.document().isDeleted() && !found.banned())
                .filter(found -> invitation.isOpen(clock.millis()))
                .orElseThrow(Invitations::noInvitation);
        Role offered = Role.valueOf(invitation.role());
        Optional<Role> has = standing.isOwner()
                ? Optional.of(Role.OWNER)
                : standing.memberRole().map(Role::valueOf);
        if (has.isPresent() && has.get().atLeast(offered)) {
            return new Accepted(document, has.get());
        }
        Member member = new Member(who.user(), offered.name(), clock.millis());
        if (!invitations.accept(
                invitation.id(), member, standing.memberRole().orElse(null), config.maxMembers(), clock.millis())) {
            throw noInvitation();
        }
        changes.roleChanged(who.user(), document);
        return new Accepted(document, offered);
    }

    private static AccountException noInvitation() {
        return AccountException.notFound("there is no such invitation, or it is not open any more");
    }

    private static byte[] hash(String secret) {
        return Secrets.hash(secret.getBytes(UTF_8));
    }
}
