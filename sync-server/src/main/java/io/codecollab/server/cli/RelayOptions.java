package io.codecollab.server.cli;

import picocli.CommandLine.Option;

/** How instances that serve the same documents reach each other. */
final class RelayOptions {

    @Option(
            names = "--redis-url",
            paramLabel = "URL",
            defaultValue = "",
            description = {
                "Share documents with the other instances that use the same Redis and the same --database-url:",
                "redis://[[USER]:PASSWORD@]HOST[:PORT][,HOST...], rediss://... for TLS, or",
                "redis-sentinel://HOST[:PORT],.../#MASTER. A cluster is recognised.",
                "CODECOLLAB_REDIS_URL is the better place for a password. Default: none, this instance is alone."
            })
    String redisUrl = "";
}
