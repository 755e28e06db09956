package io.codecollab.server.cli;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.Replica.Applied;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.persistence.SharedUpdateStore;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.server.StartupException;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.storage.StoredReplica;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code import}. */
@Command(
        name = "import",
        customSynopsis = "Usage: java -jar codecollab.jar import [OPTIONS] DOCUMENT FILE",
        header = {"Merges a file with a Yjs update (format V1) into a document.", ""},
        description = {
            "",
            "The document is made if there is none; what it has already stays. The file is what the command export "
                    + "writes, or Y.encodeStateAsUpdate(doc) in JavaScript. It is checked whole before anything is stored. "
                    + "Editors who have the document open see it at once.",
            ""
        })
final class Import extends StoreCommand {

    private static final long PATIENCE_SECONDS = 60;

    @Parameters(index = "0", paramLabel = "DOCUMENT", description = "Its name.")
    private String document = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The update; - is standard input.")
    private String file = "";

    @Override
    boolean makesStore() {
        return true;
    }

    @Override
    int run(Stores stores, PrintWriter out) throws StartupException {
        UpdateStore store = stores.updates();
        String name = name();
        byte[] update = read();
        Applied applied;
        long parkedBytes;
        try (Replica replica = StoredReplica.build(store.load(name), DocReplica::new, store)) {
            applied = replica.applyUpdate(update);
            parkedBytes = replica.pendingBytes();
        } catch (DecodeException e) {
            throw new StartupException(file + " is no Yjs update of format V1: " + e.getMessage(), e);
        }
        if (!applied.changed() && !applied.parked()) {
            store.create(name);
            out.println("Nothing in " + file + " is new to '" + name + "'");
            return 0;
        }
        append(store, name, update);
        out.println("Imported " + ByteSize.format(update.length) + " into '" + name + "'");
        if (parkedBytes > 0) {
            out.println(ByteSize.format(parkedBytes) + " of it wait for updates that are missing");
        }
        return 0;
    }

    private String name() throws StartupException {
        try {
            return new DocumentName(document).value();
        } catch (IllegalArgumentException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    private byte[] read() throws StartupException {
        try {
            return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new StartupException("cannot read " + file + ": " + e, e);
        }
    }

    private static void append(UpdateStore store, String document, byte[] update) throws StartupException {
        try {
            store.append(document, update)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new StartupException("the database does not take it: " + e.getCause(), e);
        }
        if (store instanceof SharedUpdateStore shared) {
            shared.announce(); // servers that have the document open take it in
        }
    }
}
