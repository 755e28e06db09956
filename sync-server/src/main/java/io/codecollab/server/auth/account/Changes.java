package io.codecollab.server.auth.account;

import io.codecollab.persistence.Account;
import io.codecollab.persistence.Invitation;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Revocations;
import io.codecollab.server.document.DocumentName;
import java.util.Optional;

/** Makes what was changed in the directory count at once, for those who are connected as well. Thread-safe; nothing waits. */
public final class Changes {

    private final DirectoryAccess access;
    private final Revocations connected;
    private final DirectoryListener listener;

    public Changes(DirectoryAccess access, Revocations connected, DirectoryListener listener) {
        this.access = access;
        this.connected = connected;
        this.listener = listener;
    }

    /** Somebody created a document. */
    void created(DocumentName document, Identity who) {
        accessChanged(document);
        listener.created(document, who);
    }

    /** Somebody was invited by name; what they may do changes when they accept. */
    void invited(Invitation invitation, Identity who, Account whom) {
        listener.invited(invitation, who, whom);
    }

    /** Somebody may do more or less than before. */
    void roleChanged(String user, DocumentName document) {
        access.changed(document);
        connected.roleChanged(user, Optional.of(document));
    }

    /** Everybody may do more or less than before. */
    void accessChanged(DocumentName document) {
        access.changed(document);
        connected.accessChanged(document);
    }
}
