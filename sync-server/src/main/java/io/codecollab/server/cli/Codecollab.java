package io.codecollab.server.cli;

import picocli.CommandLine.Command;

/** The program itself, which serves unless it is given another command. */
@Command(
        name = "codecollab",
        header = {"Serves Yjs documents to editors and keeps every edit.", ""},
        customSynopsis = {
            "Usage: java -jar codecollab.jar [OPTIONS]           serve documents",
            "       java -jar codecollab.jar COMMAND [OPTIONS]   look after stored documents"
        },
        footer = {
            "",
            "Every option is an environment variable as well: --port is CODECOLLAB_PORT, and so on. "
                    + "The command line wins.",
            "A SIZE is a number of bytes, or as in 512KiB, 64MiB, 1GiB."
        },
        commandListHeading = "%nCommands (each has a --help of its own)%n",
        subcommands = {
            Serve.class,
            Inspect.class,
            Export.class,
            Import.class,
            Compact.class,
            Check.class,
            Close.class,
            AccountCommand.class
        })
final class Codecollab extends ServeCommand {}
