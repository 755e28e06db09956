package io.codecollab.server.auth;

import io.codecollab.server.document.DocumentName;
import java.util.Optional;

/**
 * What has to happen at once to those who are connected to this instance, when what they may do has changed. Thread-safe;
 * nothing waits.
 */
public interface Revocations {

    /** Sends a user away: from one document, or from all. They may come back if their role allows it. */
    void kick(String user, Optional<DocumentName> document);

    /** Looks up again what a user may do, in one document or in all, and sends them away where that is nothing. */
    void roleChanged(String user, Optional<DocumentName> document);

    /** Looks up again what everybody may do in a document: it was deleted, or its link was changed. */
    void accessChanged(DocumentName document);
}
