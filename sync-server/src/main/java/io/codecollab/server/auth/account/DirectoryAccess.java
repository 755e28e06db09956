package io.codecollab.server.auth.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.codecollab.persistence.DirectoryStore;
import io.codecollab.persistence.LinkSetting;
import io.codecollab.persistence.Standing;
import io.codecollab.server.auth.Access;
import io.codecollab.server.auth.AuthException;
import io.codecollab.server.auth.GrantedAccess;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.ops.Workers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * What somebody may do in a document, by the directory and by what their token grants: the highest of all roles counts.
 *
 * <pre>
 *   in the directory    deleted: nobody. Otherwise the admin and the owner: owner. Whoever is banned: nothing.
 *                       Others: as a member, by the link, by grant
 *   not in it           by grant; the admin: owner
 * </pre>
 *
 * What the directory says is remembered for a second, so that other instances see a change no later than that; what was changed
 * here counts at once. Thread-safe; nothing waits.
 */
public final class DirectoryAccess implements Access, AutoCloseable {

    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 10_000;

    private final DirectoryStore directory;
    private final Workers reading;
    private final Cache<Question, CompletableFuture<Optional<Standing>>> answers;

    public DirectoryAccess(DirectoryStore directory) {
        this.directory = directory;
        this.reading = new Workers("codecollab-access", THREADS, MAX_WAITING, AccountException::busy);
        this.answers = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .build();
    }

    private record Question(String document, String user) {}

    @Override
    public CompletionStage<Optional<Role>> roleOf(Identity who, DocumentName document) {
        return ask(new Question(document.value(), who.user()))
                .thenApply(standing ->
                        standing.isPresent() ? roleOf(who, standing.get()) : GrantedAccess.grantedTo(who, document))
                .exceptionally(DirectoryAccess::unavailable);
    }

    /** An answer that failed is not remembered. */
    private CompletableFuture<Optional<Standing>> ask(Question question) {
        CompletableFuture<Optional<Standing>> answer = answers.get(
                question,
                asked -> reading.run(() -> directory.standing(asked.document(), asked.user()))
                        .toCompletableFuture());
        return answer.whenComplete((standing, failure) -> {
            if (failure != null) {
                answers.asMap().remove(question, answer);
            }
        });
    }

    private static Optional<Role> unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        throw new AuthException(
                AuthException.Problem.UNAVAILABLE, "it cannot be looked up now who may do what, try again", cause);
    }

    private static Optional<Role> roleOf(Identity who, Standing standing) {
        return standing.document().isDeleted() ? Optional.empty() : roleByDirectory(who, standing);
    }

    /** What somebody may do in a document of the directory, be it deleted. */
    static Optional<Role> roleByDirectory(Identity who, Standing standing) {
        if (who.admin() || standing.isOwner()) {
            return Optional.of(Role.OWNER);
        } else if (standing.banned()) {
            return Optional.empty();
        }
        DocumentName document = new DocumentName(standing.document().name());
        return Stream.of(
                        standing.memberRole().map(Role::valueOf),
                        ofLink(standing.document().link()),
                        GrantedAccess.grantedTo(who, document))
                .flatMap(Optional::stream)
                .max(Role::compareTo);
    }

    private static Optional<Role> ofLink(LinkSetting link) {
        return switch (link) {
            case PRIVATE -> Optional.empty();
            case VIEW -> Optional.of(Role.VIEWER);
            case EDIT -> Optional.of(Role.EDITOR);
        };
    }

    /** Forgets what was known of a document: something was changed. */
    void changed(DocumentName document) {
        outdated(Optional.of(document));
    }

    /** Forgets what was known of a document, or of all: another instance changed something. */
    public void outdated(Optional<DocumentName> document) {
        answers.asMap()
                .keySet()
                .removeIf(question -> document.isEmpty()
                        || question.document().equals(document.get().value()));
    }

    /** Questions that wait are dropped. */
    @Override
    public void close() {
        reading.close();
    }
}
