package io.codecollab.server.cli;

import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.server.StartupException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code inspect}. */
@Command(
        name = "inspect",
        customSynopsis = "Usage: java -jar codecollab.jar inspect [OPTIONS] DOCUMENT",
        header = {"Shows what is stored of a document: its text, its size, who wrote.", ""})
final class Inspect extends StoreCommand {

    @Parameters(paramLabel = "DOCUMENT", description = "Its name.")
    private String document = "";

    @Option(names = "--json", description = "For programs: one JSON object.")
    private boolean json;

    @Override
    int run(Stores stores, PrintWriter out) throws StartupException {
        UpdateStore store = stores.updates();
        requireExists(store, document);
        Inspection inspection = Inspection.of(store, document);
        if (json) {
            out.println(JsonText.write(inspection.toJson()));
        } else {
            inspection.print(out);
        }
        return 0;
    }
}
