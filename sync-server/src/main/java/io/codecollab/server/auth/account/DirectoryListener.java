package io.codecollab.server.auth.account;

import io.codecollab.persistence.Account;
import io.codecollab.persistence.Invitation;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.document.DocumentName;

/** Hears of what people do in the directory that somebody outside may want to know. Thread-safe; returns soon. */
public interface DirectoryListener {

    /** Somebody created a document. */
    void created(DocumentName document, Identity who);

    /**
     * Somebody invited somebody else by name.
     *
     * @param who invited
     * @param whom is invited
     */
    void invited(Invitation invitation, Identity who, Account whom);
}
