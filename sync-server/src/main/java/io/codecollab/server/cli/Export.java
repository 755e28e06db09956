package io.codecollab.server.cli;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.server.StartupException;
import io.codecollab.server.storage.StoredReplica;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code export}. */
@Command(
        name = "export",
        customSynopsis = "Usage: java -jar codecollab.jar export [OPTIONS] DOCUMENT",
        header = {"Writes a document to a file, as one Yjs update (format V1).", ""},
        description = {"", "In JavaScript, Y.applyUpdate(doc, bytes) reads it; the command import does as well.", ""})
final class Export extends StoreCommand {

    @Parameters(paramLabel = "DOCUMENT", description = "Its name.")
    private String document = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "-",
            description = "Where to write it. Default: -, standard output.")
    private String output = "";

    @Override
    int run(Stores stores, PrintWriter out) throws StartupException {
        UpdateStore store = stores.updates();
        requireExists(store, document);
        byte[] state;
        try (Replica replica = StoredReplica.build(store.load(document), DocReplica::new, store)) {
            state = replica.encodeStateAsUpdate();
        }
        try {
            if (output.equals("-")) {
                System.out.write(state);
                System.out.flush();
            } else {
                Files.write(Path.of(output), state);
            }
        } catch (IOException e) {
            throw new StartupException("cannot write " + output + ": " + e, e);
        }
        return 0;
    }
}
