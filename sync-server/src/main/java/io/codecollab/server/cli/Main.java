package io.codecollab.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** Where codecollab.jar begins. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        int exitCode = commandLine(System.getenv()).execute(args);
        // a server goes on on its own threads until a signal ends it
        if (exitCode != ExitCode.OK) {
            System.exit(exitCode);
        }
    }

    /** All commands, as main runs them. */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Codecollab())
                .setOut(utf8(System.out))
                .setErr(utf8(System.err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(new Environment(environment))
                .setExecutionStrategy(Complaints::runUnlessMisplaced)
                .setParameterExceptionHandler(Complaints::aboutArguments)
                .setExecutionExceptionHandler(Complaints::aboutTheWorld);
    }

    /** Names and texts are in any script, whatever the locale is. */
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
    }
}
