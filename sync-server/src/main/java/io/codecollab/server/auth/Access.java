package io.codecollab.server.auth;

import io.codecollab.server.document.DocumentName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Knows what somebody may do in a document. Thread-safe; nothing waits. */
public interface Access {

    /**
     * What somebody may do in a document.
     *
     * @return empty if they may not even know whether it exists
     */
    CompletionStage<Optional<Role>> roleOf(Identity who, DocumentName document);
}
