package io.codecollab.server.auth;

import java.util.concurrent.CompletionStage;

/** Finds out who somebody is. Thread-safe; nothing waits. */
public interface Authenticator {

    /**
     * Whose token this is.
     *
     * @param token empty if there is none
     * @return completes with an {@link AuthException} if it is nobody's, on any thread
     */
    CompletionStage<Identity> authenticate(String token);
}
