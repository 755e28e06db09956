package io.codecollab.server.document;

/**
 * How an open document is, for whoever looks after the server. Immutable: as of when it was asked for.
 *
 * @param memoryBytes an estimate
 * @param peerCount how many other instances have it open
 * @param unsavedBytes edits that are on their way to the disk
 * @param mailboxSize how many messages wait for it
 * @param mailboxBytes of those messages
 */
public record OpenDocument(
        DocumentName name, long memoryBytes, int peerCount, long unsavedBytes, int mailboxSize, long mailboxBytes) {}
