package io.codecollab.server.session;

import io.codecollab.server.auth.AuthException;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one client may take part in one document, from its token to its end.
 *
 * <pre>
 *   token -> identity -> role -> IN --role changed, or a fresh token--> IN
 *      '--------'---------'---> turned away <--expired, kicked, no role any more--'
 * </pre>
 *
 * Connection thread only, but for what says otherwise.
 */
final class Admission {

    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    /** A client that can be asked for a fresh token has so long to come up with one. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Longer than any answer of a store or of an issuer takes. */
    private static final long DECISION_TIMEOUT_MS = 20_000;

    /** Clocks are set, and timers do not know; so none runs for longer. */
    private static final long MAX_TIMER_MS = 3_600_000;

    /** Whoever wants to be let in. Called on the connection's thread. */
    interface Guest {

        /** Once, before any other call but {@link #turnAway}. */
        void letIn(Standing standing);

        /** What they may do has changed, or who they are. */
        void changed(Standing standing);

        /** They are to say again who they are, soon. */
        void askForToken();

        /** It is over. No more calls follow. */
        void turnAway(CloseReason reason);
    }

    private final Admissions admissions;
    private final long id;
    private final DocumentName document;
    private final String client;
    private final Connection connection;
    private final Guest guest;
    private final Metrics metrics;
    private final Instant since;

    private volatile @Nullable Identity who;
    private volatile @Nullable Standing standing;
    private volatile boolean ended;

    private int attempts;
    private boolean asked;
    private Runnable timer = () -> {};

    Admission(
            Admissions admissions,
            DocumentName document,
            String client,
            Connection connection,
            Guest guest,
            Metrics metrics) {
        this.admissions = admissions;
        this.id = admissions.live().newId();
        this.document = document;
        this.client = client;
        this.connection = connection;
        this.guest = guest;
        this.metrics = metrics;
        this.since = admissions.clock().instant();
    }

    /** No other client has the same. Any thread. */
    long id() {
        return id;
    }

    /** Whose document this is about. Any thread. */
    DocumentName document() {
        return document;
    }

    /** Whether it is known to be this user's. Any thread. */
    boolean isOf(String user) {
        Identity known = who;
        return known != null && known.user().equals(user);
    }

    /** Who takes part, once they do. Any thread. */
    Optional<LiveSessions.Connected> connected() {
        Standing now = standing;
        return now == null
                ? Optional.empty()
                : Optional.of(new LiveSessions.Connected(
                        id,
                        document,
                        now.who(),
                        now.role(),
                        client,
                        since,
                        connection.unsentBytes(),
                        !connection.isWritable()));
    }

    /** The client says who it is, for the first time or again. */
    void present(String token) {
        CompletionStage<Standing> decision =
                admissions.authenticator().authenticate(token).thenCompose(this::decide);
        settle(decision);
    }

    /** Any thread. Known to be live before the role is looked up, so that no change of it goes unnoticed. */
    private CompletionStage<Standing> decide(Identity identity) {
        if (!ended) {
            who = identity;
            admissions.live().add(this);
        }
        if (ended) {
            admissions.live().remove(this);
        }
        return lookUp(identity);
    }

    private CompletionStage<Standing> lookUp(Identity identity) {
        return admissions
                .access()
                .roleOf(identity, document)
                .thenApply(role -> new Standing(identity, role.orElseThrow(NoRoleException::new)));
    }

    /** What the user may do may have changed. Any thread. */
    void lookUpAgain() {
        connection.executor().execute(() -> {
            Identity known = who;
            if (known != null && !ended) {
                settle(lookUp(known));
            }
        });
    }

    /** Any thread. */
    void kick() {
        connection.executor().execute(() -> turnAway(CloseReason.KICKED));
    }

    /** The newest decision counts. One that is there already is settled at once. */
    private void settle(CompletionStage<Standing> decision) {
        int attempt = ++attempts;
        CompletableFuture<Standing> future = decision.toCompletableFuture();
        if (future.isDone()) {
            settle(attempt, future);
            return;
        }
        CompletableFuture<Standing> bounded = future.copy().orTimeout(DECISION_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        var unused = bounded.whenCompleteAsync((done, failure) -> settle(attempt, bounded), connection.executor());
    }

    private void settle(int attempt, CompletableFuture<Standing> decision) {
        if (ended || attempt != attempts) {
            return;
        }
        decision.handle((decided, failure) -> {
                    if (failure == null) {
                        admit(decided);
                    } else {
                        refuse(failure);
                    }
                    return attempt;
                })
                .join();
    }

    private void admit(Standing decided) {
        Standing before = standing;
        Instant expiredBefore = before == null ? Instant.MIN : before.who().expiresAt();
        // asking again for what was just given would go on for ever
        asked &= !decided.who().expiresAt().isAfter(expiredBefore);
        standing = decided;
        if (before == null) {
            admissions.live().letIn(this);
            guest.letIn(decided);
        } else if (!decided.equals(before)) {
            guest.changed(decided);
        }
        watchExpiry();
    }

    private void refuse(Throwable failure) {
        boolean noRole = isNoRole(failure);
        AuthException reason = AuthException.of(failure);
        if (!noRole && reason.problem() == AuthException.Problem.UNAVAILABLE) {
            log.warn("Could not check who somebody is, document={}", document, failure);
            if (standing != null) {
                return; // what is known of them holds until it expires
            }
        }
        metrics.refused(noRole ? Refusal.ACCESS : Refusal.TOKEN);
        log.info("Refused a client, document={}: {}", document, noRole ? "no role" : reason.getMessage());
        turnAway(
                noRole
                        ? CloseReason.FORBIDDEN
                        : switch (reason.problem()) {
                            case MISSING -> CloseReason.TOKEN_MISSING;
                            case EXPIRED -> CloseReason.TOKEN_EXPIRED;
                            case MALFORMED, REFUSED -> CloseReason.TOKEN_REFUSED;
                            case UNAVAILABLE -> CloseReason.OVERLOADED;
                        });
    }

    private static boolean isNoRole(Throwable failure) {
        return failure instanceof NoRoleException || failure.getCause() instanceof NoRoleException;
    }

    private void watchExpiry() {
        timer.run();
        Standing now = standing;
        if (ended || now == null || now.who().expiresAt().equals(Instant.MAX)) {
            return;
        }
        Instant due = asked ? now.who().expiresAt() : now.who().expiresAt().minus(GRACE);
        long dueMs = Duration.between(admissions.clock().instant(), due).toMillis() + 1;
        timer = connection.later(Math.max(1, Math.min(dueMs, MAX_TIMER_MS)), this::checkExpiry);
    }

    private void checkExpiry() {
        Standing now = standing;
        if (ended || now == null) {
            return;
        }
        Instant time = admissions.clock().instant();
        if (!time.isBefore(now.who().expiresAt())) {
            turnAway(CloseReason.TOKEN_EXPIRED);
            return;
        }
        if (!asked && !time.isBefore(now.who().expiresAt().minus(GRACE))) {
            asked = true;
            guest.askForToken();
        }
        watchExpiry();
    }

    private void turnAway(CloseReason reason) {
        if (!ended) {
            Identity known = who;
            admissions.live().turnedAway(this, known == null ? "" : known.user(), reason);
            end();
            guest.turnAway(reason);
        }
    }

    /** The client is gone, or done with the document. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        timer.run();
        admissions.live().remove(this);
        admissions.live().left(this);
    }

    /** It is known who it is, and they have no role. */
    private static final class NoRoleException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoRoleException() {
            super("no role", null, false, false);
        }
    }
}
