package io.codecollab.server.auth;

import io.codecollab.server.document.DocumentName;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BinaryOperator;

/**
 * Keeps those who are {@linkplain Identity#confined confined} to their grants, whatever roles the user has besides. A user who
 * may do less than that, because they are banned, or the document is deleted, may do no more as one who is confined.
 * Thread-safe.
 */
public final class ConfinedAccess implements Access {

    private static final BinaryOperator<Role> LOWER = BinaryOperator.minBy(Comparator.naturalOrder());

    private final Access others;

    /** @param others knows what users may do, grants and all */
    public ConfinedAccess(Access others) {
        this.others = others;
    }

    @Override
    public CompletionStage<Optional<Role>> roleOf(Identity who, DocumentName document) {
        if (!who.confined()) {
            return others.roleOf(who, document);
        }
        Optional<Role> granted = GrantedAccess.grantedTo(who, document);
        return granted.isEmpty()
                ? CompletableFuture.completedFuture(granted)
                : others.roleOf(who, document).thenApply(role -> role.map(most -> LOWER.apply(most, granted.get())));
    }
}
