package io.codecollab.server.auth.account;

import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Revocations;
import io.codecollab.server.document.DocumentName;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Makes what was changed in the directory count at once, for those who are connected as well. Thread-safe; nothing waits. */
public final class Changes {

    private final DirectoryAccess access;
    private final Revocations connected;
    private final BiConsumer<DocumentName, Identity> onCreated;

    /** @param onCreated hears of every document that somebody created; must return soon */
    public Changes(DirectoryAccess access, Revocations connected, BiConsumer<DocumentName, Identity> onCreated) {
        this.access = access;
        this.connected = connected;
        this.onCreated = onCreated;
    }

    /** Somebody created a document. */
    void created(DocumentName document, Identity who) {
        accessChanged(document);
        onCreated.accept(document, who);
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
