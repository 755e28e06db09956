package io.codecollab.server.auth;

import io.codecollab.server.document.DocumentName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keeps those who are {@linkplain Identity#confined confined} to their grants; asks another about all others. Thread-safe. */
public final class ConfinedAccess implements Access {

    private final Access grants = new GrantedAccess();
    private final Access others;

    public ConfinedAccess(Access others) {
        this.others = others;
    }

    @Override
    public CompletionStage<Optional<Role>> roleOf(Identity who, DocumentName document) {
        return who.confined() ? grants.roleOf(who, document) : others.roleOf(who, document);
    }
}
