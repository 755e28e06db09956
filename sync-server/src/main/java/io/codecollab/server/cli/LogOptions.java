package io.codecollab.server.cli;

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
}
