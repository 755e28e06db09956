package io.codecollab.server.cli;

import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.server.StartupException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** What goes wrong and can be mended by whoever called: one line on standard error, and an exit code that is not 0. */
final class Complaints {

    private Complaints() {}

    /** Runs what was asked for, unless options stand before the command: they would be read by nobody. */
    static int runUnlessMisplaced(ParseResult parsed) {
        if (parsed.hasSubcommand() && !parsed.matchedOptions().isEmpty()) {
            OptionSpec misplaced = parsed.matchedOptions().get(0);
            String command = parsed.subcommand().commandSpec().name();
            throw new ParameterException(
                    parsed.commandSpec().commandLine(),
                    "options go behind the command: " + command + " " + misplaced.longestName());
        }
        return new RunLast().execute(parsed);
    }

    /** The command line, or the environment, is wrong. */
    static int aboutArguments(ParameterException e, String[] args) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            message = "there is no command '" + unmatched.getUnmatched().get(0) + "'";
        }
        if (e.getArgSpec() instanceof OptionSpec option && isFromEnvironment(option, List.of(args))) {
            message += " (from " + Environment.variable(option) + ")";
        }
        print(e.getCommandLine(), message + " (see --help)");
        return ExitCode.USAGE;
    }

    /** The command line is right, and the world is not. */
    static int aboutTheWorld(Exception e, CommandLine commandLine, ParseResult parsed) throws Exception {
        boolean mendable = e instanceof StartupException || e instanceof StoreUnavailableException;
        if (!mendable) {
            throw e;
        }
        print(commandLine, String.valueOf(e.getMessage()));
        return ExitCode.SOFTWARE;
    }

    private static boolean isFromEnvironment(OptionSpec option, List<String> args) {
        return args.stream().noneMatch(arg -> arg.startsWith(option.longestName()));
    }

    private static void print(CommandLine commandLine, String message) {
        commandLine
                .getErr()
                .println("codecollab: " + message.lines().findFirst().orElse(message));
    }
}
