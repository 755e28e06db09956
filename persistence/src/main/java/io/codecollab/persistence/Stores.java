package io.codecollab.persistence;

/**
 * Everything that is kept in one database, opened. Thread-safe.
 *
 * @param updates the content of documents; a {@link SharedUpdateStore} if several servers may use it
 * @param accounts who can log in
 * @param directory what there is, and who may come in
 * @param invitations who is asked to come in
 * @param versions what people kept of documents
 * @param webhooks who outside is told
 * @param secrets what servers know and nobody else
 */
public record Stores(
        UpdateStore updates,
        AccountStore accounts,
        DirectoryStore directory,
        InvitationStore invitations,
        VersionStore versions,
        WebhookStore webhooks,
        SecretStore secrets)
        implements AutoCloseable {

    /** Commits what was appended, as long as the database lets it, and releases everything: {@link UpdateStore#close}. */
    @Override
    public void close() {
        updates.close();
    }
}
