package io.codecollab.server.cli;

import io.codecollab.server.DocumentCloser;
import io.codecollab.server.StartupException;
import io.codecollab.server.document.DocumentName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code close}. */
@Command(
        name = "close",
        versionProvider = CommandVersion.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "",
        customSynopsis = "Usage: java -jar codecollab.jar close --redis-url URL DOCUMENT",
        header = {"Sends everybody away from a document, on all running instances.", ""},
        description = {
            "",
            "Nothing is lost, and editors come back by themselves: the document is then loaded anew from the database.",
            ""
        })
final class Close implements Callable<Integer> {

    @Option(names = "--redis-url", paramLabel = "URL", required = true, description = "The Redis of the instances.")
    private String redisUrl = "";

    @Parameters(paramLabel = "DOCUMENT", description = "Its name.")
    private String document = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws StartupException {
        Logging.ofTool();
        DocumentCloser.close(redisUrl.strip(), name());
        spec.commandLine().getOut().println("Everybody was asked to leave '" + document + "'");
        return 0;
    }

    private DocumentName name() throws StartupException {
        try {
            return new DocumentName(document);
        } catch (IllegalArgumentException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
