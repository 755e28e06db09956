package io.codecollab.server.cli;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.server.StartupException;
import io.codecollab.server.storage.StoreLocation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that looks after what is stored. With SQLite the data folder is its own while it runs, so no server may be
 * using it; with PostgreSQL servers may go on.
 */
@Command(
        versionProvider = CommandVersion.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "",
        footer = {"", "With SQLite, stop the server first: its data folder belongs to one process at a time."})
abstract class StoreCommand implements Callable<Integer> {

    @ArgGroup(validate = false, heading = "%nWhere the documents are%n")
    private StoreOptions storing = new StoreOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Does what it is for.
     *
     * @return the exit code
     * @throws StartupException if it cannot, for a reason that whoever called can mend
     */
    abstract int run(Stores stores, PrintWriter out) throws StartupException, IOException;

    /** Whether a store is made when there is none. */
    boolean makesStore() {
        return false;
    }

    @Override
    public final Integer call() throws StartupException, IOException {
        Logging.ofTool();
        StoreLocation location = storing.location();
        if (!location.databaseUrl().isEmpty()) {
            return callOnDatabase(location.databaseUrl());
        }
        if (!makesStore() && !Files.isDirectory(location.dataFolder())) {
            throw new StartupException("there is no data folder " + location.dataFolder());
        }
        return call(location);
    }

    /** The data folder may be that of a running server; nothing is left in the one that is used instead. */
    private int callOnDatabase(String url) throws StartupException, IOException {
        Path folder = Files.createTempDirectory("codecollab");
        try {
            return call(new StoreLocation(folder, url));
        } finally {
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private int call(StoreLocation location) throws StartupException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Stores stores = location.open(PersistenceConfig.defaults(), CommitListener.NONE)) {
            return run(stores, out);
        } finally {
            out.flush();
        }
    }

    /** Where to say what is no part of the result. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Complains of a document that is not there. */
    static void requireExists(UpdateStore store, String document) throws StartupException {
        if (!store.exists(document)) {
            throw new StartupException("there is no document '" + document + "'");
        }
    }
}
