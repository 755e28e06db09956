package io.codecollab.persistence;

/**
 * What is known of a document apart from its content. Immutable; times are milliseconds since 1970.
 *
 * @param name the document
 * @param title what people call it
 * @param language what it is written in, for editors; may be empty
 * @param owner who may do everything with it
 * @param link what strangers may do who know its name
 * @param createdAtMs when it was made
 * @param updatedAtMs when anything here was changed
 * @param deletedAtMs when it was put away; 0 if it was not
 */
public record DirectoryEntry(
        String name,
        String title,
        String language,
        String owner,
        LinkSetting link,
        long createdAtMs,
        long updatedAtMs,
        long deletedAtMs) {

    public boolean isDeleted() {
        return deletedAtMs != 0;
    }
}
