package io.codecollab.server;

import io.codecollab.crdt.DocReplica;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line of codecollab.jar. */
@Command(
        name = "codecollab",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Serves Yjs documents to editors and keeps every edit.",
        description = {
            "",
            "Editors connect with y-websocket:  new WebsocketProvider('ws://HOST:PORT/ws', 'document', doc)",
            ""
        },
        footer = {"", "Every option can also be set by an environment variable: --port is CODECOLLAB_PORT, and so on."})
public final class Main implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger("codecollab");

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "${env:CODECOLLAB_HOST:-127.0.0.1}",
            description = "Address to listen on. Default: 127.0.0.1, this machine alone.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:CODECOLLAB_PORT:-8080}",
            description = "Port for HTTP and WebSocket, 0 for any free one. Default: 8080.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:CODECOLLAB_DATA:-codecollab-data}",
            description = "Folder the documents are kept in, made if missing. Default: ./codecollab-data.")
    private Path data = Path.of("");

    private Main() {}

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new Main())
                .setParameterExceptionHandler(Main::complain)
                .setExecutionExceptionHandler(Main::explain);
        int exitCode = commandLine.execute(args);
        // a server goes on on its own threads until a signal ends it
        if (exitCode != ExitCode.OK) {
            System.exit(exitCode);
        }
    }

    @Override
    public Integer call() throws StartupException {
        ServerConfig config;
        try {
            config = ServerConfig.defaults()
                    .listeningOn(host, port)
                    .storingIn(data.toAbsolutePath().normalize());
        } catch (IllegalArgumentException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
        Server server = Server.start(config, DocReplica::new);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> goDown(server), "codecollab-shutdown"));
        announce(server, config);
        return ExitCode.OK;
    }

    private static void announce(Server server, ServerConfig config) {
        InetSocketAddress address = server.address();
        String authority = config.transport().host() + ":" + address.getPort();
        log.info("CodeCollab {}, engine java, transport {}", Version.current(), server.transportKind());
        log.info("Storing documents in {} (SQLite)", config.dataFolder());
        log.info("Listening on http://{}, editors connect to ws://{}/ws/<document>", authority, authority);
    }

    /** On SIGTERM and SIGINT. The exit code is 0 if nothing was left undone, whatever the signal. */
    private static void goDown(Server server) {
        log.info("Going down");
        boolean done = false;
        try {
            done = server.drain();
            log.info(done ? "Everything is saved, good-bye" : "Time is up, good-bye");
        } catch (InterruptedException | RuntimeException e) {
            log.error("Could not go down in order", e);
        }
        Runtime.getRuntime().halt(done ? 0 : 1);
    }

    private static int complain(ParameterException e, String[] args) {
        e.getCommandLine().getErr().println("codecollab: " + e.getMessage() + " (see --help)");
        return ExitCode.USAGE;
    }

    private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
        if (!(e instanceof StartupException)) {
            throw e;
        }
        commandLine.getErr().println("codecollab: " + e.getMessage());
        return ExitCode.SOFTWARE;
    }
}
