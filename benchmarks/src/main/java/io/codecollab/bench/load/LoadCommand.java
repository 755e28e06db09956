package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.JsonText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The command line of the load generator. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Drives a Yjs server with genuine edits and counts what arrives.",
        footer = {
            "",
            "Exit code: 0 if every reader got every edit, nothing confirmed was lost and no connection broke; 1 if not; 2 if"
                    + " it could not be tried."
        })
public final class LoadCommand implements Callable<Integer> {

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "Where the server listens, less the document's name: ws://127.0.0.1:8080/ws")
    private URI url = URI.create("");

    @Option(
            names = "--reader-url",
            paramLabel = "URL",
            description = "Where those connect who do not write: another instance of the same service. Default: --url.")
    private @Nullable URI readerUrl;

    @Option(
            names = "--dialect",
            defaultValue = "y-websocket",
            paramLabel = "NAME",
            converter = DialectConverter.class,
            description = "y-websocket (default) or hocuspocus.")
    private Dialect dialect = Dialect.Y_WEBSOCKET;

    @Option(names = "--token", defaultValue = "load", description = "What hocuspocus clients say who they are with.")
    private String token = "";

    @Option(
            names = "--document-prefix",
            paramLabel = "NAME",
            description = "What documents are called, a number follows. Default: something new each time.")
    private @Nullable String documentPrefix;

    @Option(
            names = "--documents",
            defaultValue = "1",
            paramLabel = "N",
            description = "Documents, each with clients of its own. Default: 1.")
    private int documents;

    @Option(
            names = "--clients",
            defaultValue = "2",
            paramLabel = "N",
            description = "Clients of each document. Default: 2.")
    private int clients;

    @Option(names = "--writers", paramLabel = "N", description = "How many of them write. Default: all that read.")
    private @Nullable Integer writers;

    @Option(names = "--idle", description = "Nobody writes.")
    private boolean idle;

    @Option(
            names = "--in-flight",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "Closed loop: how many edits of a writer may be under way to its witness, the next reader of its room. Default: 1.")
    private int inFlight;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "N",
            description = "Open loop: edits per second of each writer, on a fixed schedule.")
    private double rate;

    @Option(
            names = "--edit-letters",
            defaultValue = "1",
            paramLabel = "N",
            description = "Letters of one edit. Default: 1.")
    private int lettersPerEdit;

    @Option(names = "--overwrite", description = "Every edit deletes what its writer inserted before.")
    private boolean overwriting;

    @Option(
            names = "--awareness",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "How often each client moves its cursor, per second. Default: never, they renew an empty state every 15 s.")
    private double presencesPerSecond;

    @Option(
            names = "--content",
            defaultValue = "0",
            paramLabel = "LETTERS",
            description = "How large each document is before the others come: words of 20 letters, a struct each.")
    private int contentLetters;

    @Option(
            names = "--join",
            defaultValue = "0",
            paramLabel = "N",
            description = "Visitors per second, in all, who come with nothing, get everything and go.")
    private double joinsPerSecond;

    @Option(
            names = "--stall",
            defaultValue = "0",
            paramLabel = "N",
            description = "How many clients of each document do not read until the end.")
    private int stalled;

    @Option(
            names = "--trickle",
            defaultValue = "0",
            paramLabel = "BYTES",
            description = "With --stall: how much each of them reads per second after all. Default: nothing.")
    private int trickleBytesPerSecond;

    @Option(
            names = "--reconnect-every",
            defaultValue = "0",
            paramLabel = "SECONDS",
            description = "All lose their connections together and come back, again and again.")
    private double reconnectEverySeconds;

    @Option(
            names = "--survive",
            description = "Clients come back when a connection breaks: the server may be killed and started again.")
    private boolean surviving;

    @Option(
            names = "--warmup",
            defaultValue = "3",
            paramLabel = "SECONDS",
            description = "How long to drive before measuring. Default: 3.")
    private double warmUpSeconds;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "How long to measure. Default: 10.")
    private double seconds;

    @Option(
            names = "--settle",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "How long to wait at the end while nothing arrives and something is missing. Default: 10.")
    private double settleSeconds;

    @Option(
            names = "--connecting",
            defaultValue = "64",
            paramLabel = "N",
            description = "Connections that may be under way at a time. Default: 64.")
    private int connecting;

    @Option(
            names = "--threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Event loops; a document is served by one of them. Default: 1.")
    private int threads;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What client ids and masks are made from. Default: the time.")
    private @Nullable Long seed;

    @Option(
            names = "--pid",
            split = ",",
            paramLabel = "PID",
            description =
                    "The server's process on this machine: CPU and memory are reported, its children's too. If there"
                            + " are several, such as instances and their database: memory is that of the first.")
    private List<Long> pids = List.of();

    @Option(
            names = "--heap",
            description = "With --pid of a JVM: count what is alive on its heap before and after each phase.")
    private boolean heap;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the report as JSON.")
    private @Nullable Path json;

    @Option(names = "--quiet", description = "No line per second.")
    private boolean quiet;

    private LoadCommand() {}

    /** Takes the arguments behind the word load; returns the exit code. */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    /** What the arguments ask for. */
    static LoadPlan plan(String... args) {
        CommandLine commandLine = commandLine();
        commandLine.parseArgs(args);
        return commandLine.<LoadCommand>getCommand().plan();
    }

    private static CommandLine commandLine() {
        return new CommandLine(new LoadCommand()).setExecutionExceptionHandler(LoadCommand::explain);
    }

    @Override
    public Integer call() throws InterruptedException, LoadFailedException, IOException {
        LoadPlan plan = plan();
        System.err.println(plan.describe() + ", documents " + plan.documentPrefix() + "*, seed " + plan.seed());
        Progress progress = new Progress(quiet ? null : System.err);
        try (LoadRun run = new LoadRun(plan, pids, heap, progress)) {
            LoadResult result = run.run();
            System.out.print(Report.table(result));
            if (json != null) {
                Files.writeString(json, JsonText.write(Report.json(result)) + "\n");
            }
            return result.isClean() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private LoadPlan plan() {
        long seedOrTime = seed == null ? System.currentTimeMillis() : seed;
        String prefix = documentPrefix == null ? "load-" + Long.toString(seedOrTime, 36) + "-" : documentPrefix;
        int typing = writers != null ? writers : idle ? 0 : clients - stalled;
        return new LoadPlan(
                url,
                readerUrl == null ? url : readerUrl,
                dialect,
                token,
                prefix,
                documents,
                clients,
                typing,
                stalled,
                trickleBytesPerSecond,
                inFlight,
                rate,
                lettersPerEdit,
                overwriting,
                presencesPerSecond,
                contentLetters,
                joinsPerSecond,
                millis(reconnectEverySeconds),
                surviving,
                millis(warmUpSeconds),
                millis(seconds),
                millis(settleSeconds),
                connecting,
                threads,
                seedOrTime);
    }

    private static long millis(double seconds) {
        return Math.round(seconds * TimeUnit.SECONDS.toMillis(1));
    }

    private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
        if (!(e instanceof LoadFailedException || e instanceof IllegalArgumentException)) {
            throw e;
        }
        commandLine.getErr().println("load: " + e.getMessage());
        return ExitCode.USAGE;
    }

    /** Names as people write them. */
    static final class DialectConverter implements ITypeConverter<Dialect> {
        @Override
        public Dialect convert(String value) {
            for (Dialect dialect : Dialect.values()) {
                if (dialect.toString().equals(value)) {
                    return dialect;
                }
            }
            throw new CommandLine.TypeConversionException("unknown dialect " + value);
        }
    }
}
