package io.codecollab.server.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the server says while it runs. */
final class LogOptions {

    enum Format {
        TEXT,
        JSON
    }

    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Lines for people, or a JSON object a line. Default: text.")
    Format format = Format.TEXT;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "error, warn, info, debug or trace. Default: info.")
    Level level = Level.INFO;

    @Option(
            names = "--audit-log",
            paramLabel = "FILE",
            defaultValue = "",
            description = {
                "Append a line of JSON for each login, change of who may do what, and client that was turned away.",
                "Default: none."
            })
    String auditLog = "";

    Optional<Path> auditLog() {
        return auditLog.isBlank() ? Optional.empty() : Optional.of(Path.of(auditLog.strip()));
    }
}
