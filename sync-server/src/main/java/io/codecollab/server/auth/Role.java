package io.codecollab.server.auth;

/** What somebody may do in a document. Each role may do what those before it may. */
public enum Role {
    /** Reads, sees who is here and is seen. */
    VIEWER,
    /** As a viewer, until there are comments. */
    COMMENTER,
    /** Writes. */
    EDITOR,
    /** Says who else may do what. */
    OWNER;

    public boolean mayWrite() {
        return atLeast(EDITOR);
    }

    public boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }
}
