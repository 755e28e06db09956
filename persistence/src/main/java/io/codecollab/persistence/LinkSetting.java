package io.codecollab.persistence;

/** What somebody may do who knows a document's name and is no member. Stored by name: never rename one. */
public enum LinkSetting {
    /** Nothing. */
    PRIVATE,
    VIEW,
    EDIT
}
