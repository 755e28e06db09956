package io.codecollab.server.cli;

import picocli.CommandLine.Command;

/** The command {@code serve}. */
@Command(
        name = "serve",
        header = {"Serves documents to editors; without a command, this is what is done.", ""},
        customSynopsis = "Usage: java -jar codecollab.jar serve [OPTIONS]",
        footer = {
            "",
            "Every option is an environment variable as well: --port is CODECOLLAB_PORT, and so on. "
                    + "The command line wins.",
            "A SIZE is a number of bytes, or as in 512KiB, 64MiB, 1GiB."
        })
final class Serve extends ServeCommand {}
