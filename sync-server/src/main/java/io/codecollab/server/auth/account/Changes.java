package io.codecollab.server.auth.account;

import io.codecollab.server.auth.Revocations;
import io.codecollab.server.document.DocumentName;
import java.util.Optional;

/** Makes what was changed in the directory count at once, for those who are connected as well. Thread-safe; nothing waits. */
public final class Changes {

    private final DirectoryAccess access;
    private final Revocations connected;

    public Changes(DirectoryAccess access, Revocations connected) {
        this.access = access;
        this.connected = connected;
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
