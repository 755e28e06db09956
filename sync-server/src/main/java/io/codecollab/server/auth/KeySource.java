package io.codecollab.server.auth;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the keys come from that tokens are checked with. Thread-safe; nothing waits. */
interface KeySource {

    /**
     * The keys with which a token may have been signed.
     *
     * @param id what the token says about its key; empty if it says nothing
     * @return completes with an {@link AuthException} if it cannot be said now
     */
    CompletionStage<List<VerificationKey>> find(String id);
}
