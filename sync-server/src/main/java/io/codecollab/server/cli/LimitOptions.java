package io.codecollab.server.cli;

import io.codecollab.server.ServerLimits;
import io.codecollab.server.http.RequestRates;
import picocli.CommandLine.Option;

/** Bounds of everything that strangers can make grow. */
final class LimitOptions {

    @Option(
            names = "--max-frame-bytes",
            paramLabel = "SIZE",
            defaultValue = "64MiB",
            converter = ByteSize.class,
            description = "One WebSocket message. Default: 64MiB.")
    long maxFrameBytes;

    @Option(
            names = "--max-update-bytes",
            paramLabel = "SIZE",
            defaultValue = "32MiB",
            converter = ByteSize.class,
            description = "One edit, and what a client has to send after a time offline. Default: 32MiB.")
    long maxUpdateBytes;

    @Option(
            names = "--max-document-bytes",
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            converter = ByteSize.class,
            description = "One document. Default: 256MiB.")
    long maxDocumentBytes;

    @Option(
            names = "--max-pending-bytes",
            paramLabel = "SIZE",
            defaultValue = "16MiB",
            converter = ByteSize.class,
            description = "Edits of one document that wait for others which are missing. Default: 16MiB.")
    long maxPendingBytes;

    @Option(
            names = "--max-awareness-bytes",
            paramLabel = "SIZE",
            defaultValue = "64KiB",
            converter = ByteSize.class,
            description = "Presence (cursor, name) of one client. Default: 64KiB.")
    long maxAwarenessBytes;

    @Option(
            names = "--max-pre-auth-bytes",
            paramLabel = "SIZE",
            defaultValue = "1MiB",
            converter = ByteSize.class,
            description = "What one may send before being let in. Default: 1MiB.")
    long maxPreAuthBytes;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "20000",
            description = {
                "Clients at the same time, 0 for no limit but the files this process may open (ulimit -n). Default: 20000."
            })
    int maxConnections;

    @Option(
            names = "--max-connections-per-ip",
            paramLabel = "N",
            defaultValue = "0",
            description = "Clients of one address. Default: 0, no limit: behind a proxy all have the same address.")
    int maxConnectionsPerIp;

    @Option(
            names = "--max-sessions-per-document",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Clients in one document. Default: 1000.")
    int maxSessionsPerDocument;

    @Option(
            names = "--max-documents-per-connection",
            paramLabel = "N",
            defaultValue = "100",
            description = "Documents on one Hocuspocus connection. Default: 100.")
    int maxDocumentsPerConnection;

    @Option(
            names = "--max-messages-per-second",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of one connection; twice as many at once. 0 is no limit. Default: 1000.")
    int maxMessagesPerSecond;

    @Option(
            names = "--max-bytes-per-second",
            paramLabel = "SIZE",
            defaultValue = "8MiB",
            converter = ByteSize.class,
            description = "Of one connection; a largest message at once. 0 is no limit. Default: 8MiB.")
    long maxBytesPerSecond;

    @Option(
            names = "--max-mailbox-bytes",
            paramLabel = "SIZE",
            defaultValue = "32MiB",
            converter = ByteSize.class,
            description = "Messages that wait for one document; past it, those who send are not read. Default: 32MiB.")
    long maxMailboxBytes;

    @Option(
            names = "--max-outbox-bytes",
            paramLabel = "SIZE",
            defaultValue = "1MiB",
            converter = ByteSize.class,
            description = "Messages that wait for one slow client; past it, it gets one diff later. Default: 1MiB.")
    long maxOutboxBytes;

    @Option(
            names = "--max-unsaved-bytes",
            paramLabel = "SIZE",
            defaultValue = "16MiB",
            converter = ByteSize.class,
            description = "Edits that wait in memory for the database. Default: 16MiB.")
    long maxUnsavedBytes;

    @Option(
            names = "--max-spill-bytes",
            paramLabel = "SIZE",
            defaultValue = "1GiB",
            converter = ByteSize.class,
            description = {
                "Edits that wait in a file in the data folder while the database fails; past it, clients keep their edits and "
                        + "are told to come back later.",
                "Default: 1GiB."
            })
    long maxSpillBytes;

    @Option(
            names = "--max-requests-per-second",
            paramLabel = "N",
            defaultValue = "100",
            description = {
                "REST requests of one address; four times as many at once. 0 is no limit. Behind a proxy all have the same "
                        + "address, see --trusted-proxies. Default: 100."
            })
    int maxRequestsPerSecond;

    @Option(
            names = "--max-user-requests-per-second",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "REST requests of one user for one thing; four times as many at once. 0 is no limit. Default: 50.")
    int maxUserRequestsPerSecond;

    @Option(
            names = "--max-logins-per-minute",
            paramLabel = "N",
            defaultValue = "20",
            description = "Attempts to log in from one address. 0 is no limit. Default: 20.")
    int maxLoginsPerMinute;

    /** @throws IllegalArgumentException if they make no sense; the message is fit for whoever set them */
    RequestRates toRequestRates() {
        return new RequestRates(maxRequestsPerSecond, maxUserRequestsPerSecond, maxLoginsPerMinute);
    }

    /** @throws IllegalArgumentException if they make no sense; the message is fit for whoever set them */
    ServerLimits toLimits() {
        return new ServerLimits(
                toInt("--max-frame-bytes", maxFrameBytes),
                toInt("--max-update-bytes", maxUpdateBytes),
                maxDocumentBytes,
                maxConnections,
                maxConnectionsPerIp,
                maxSessionsPerDocument,
                maxDocumentsPerConnection,
                maxMessagesPerSecond,
                maxBytesPerSecond,
                toInt("--max-pre-auth-bytes", maxPreAuthBytes),
                toInt("--max-awareness-bytes", maxAwarenessBytes),
                maxPendingBytes,
                maxMailboxBytes,
                maxOutboxBytes,
                maxUnsavedBytes,
                maxSpillBytes);
    }

    private static int toInt(String option, long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(option + " must be less than 2GiB, is " + bytes);
        }
        return (int) bytes;
    }
}
