package io.codecollab.server.auth;

import io.codecollab.server.document.DocumentName;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Everybody may do what their token grants, admins everything. Thread-safe. */
public final class GrantedAccess implements Access {

    @Override
    public CompletionStage<Optional<Role>> roleOf(Identity who, DocumentName document) {
        return CompletableFuture.completedFuture(grantedTo(who, document));
    }

    /** The highest role among the grants that cover a document. */
    public static Optional<Role> grantedTo(Identity who, DocumentName document) {
        if (who.admin()) {
            return Optional.of(Role.OWNER);
        }
        return who.grants().stream()
                .filter(grant -> grant.covers(document))
                .map(Grant::role)
                .max(Comparator.naturalOrder());
    }
}
