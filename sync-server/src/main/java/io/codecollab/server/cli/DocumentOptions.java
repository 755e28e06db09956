package io.codecollab.server.cli;

import picocli.CommandLine.Option;

/** What merges documents, how long they are open, and how the server goes down. */
final class DocumentOptions {

    @Option(
            names = "--engine",
            paramLabel = "java|yrs",
            defaultValue = "java",
            description = {
                "What merges documents: java, or native yrs, if this jar was built with it (mvn -Pyrs).",
                "Default: java, which needs no native code."
            })
    Engine engine = Engine.JAVA;

    @Option(
            names = "--idle-unload",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long a document nobody works on stays open. Default: 30.")
    int idleUnloadSeconds;

    @Option(
            names = "--open-document-bytes",
            paramLabel = "SIZE",
            defaultValue = "0",
            converter = ByteSize.class,
            description = {
                "Memory for open documents. When they take more, those nobody works on are closed at once.",
                "Default: 0, a quarter of the Java heap."
            })
    long openDocumentBytes;

    @Option(
            names = "--compact-after",
            paramLabel = "ROWS",
            defaultValue = "100",
            description =
                    "A closed document with so many journal rows gets a new snapshot in their place. Default: 100.")
    int compactAfterRows;

    @Option(
            names = "--drain-timeout",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = {
                "How long going down may take (after SIGTERM or Ctrl-C; a second one ends it at once) until what is left is "
                        + "abandoned.",
                "Default: 15."
            })
    int drainTimeoutSeconds;
}
