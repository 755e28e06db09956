package io.codecollab.server.cli;

import io.codecollab.crdt.DocReplica;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.server.StartupException;
import io.codecollab.server.storage.Compactor;
import io.codecollab.server.storage.Compactor.Outcome;
import io.codecollab.server.storage.Compactor.Result;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code compact}. */
@Command(
        name = "compact",
        customSynopsis = "Usage: java -jar codecollab.jar compact [OPTIONS] [DOCUMENT...]",
        header = {"Replaces the journals of documents by snapshots.", ""},
        description = {"", "A server does this by itself when it closes a document with a long journal.", ""})
final class Compact extends StoreCommand {

    @Parameters(paramLabel = "DOCUMENT", arity = "0..*", description = "Their names. Default: all documents.")
    private List<String> documents = List.of();

    private int compacted;
    private int failed;

    @Override
    int run(Stores stores, PrintWriter out) throws StartupException {
        UpdateStore store = stores.updates();
        for (String document : documents) {
            requireExists(store, document);
        }
        Compactor compactor = new Compactor(store, DocReplica::new, 1);
        Iterator<String> names = documents.isEmpty() ? new StoredNames(store) : documents.iterator();
        while (names.hasNext()) {
            compact(compactor, names.next(), out);
        }
        out.println("Compacted " + compacted + (compacted == 1 ? " document" : " documents")
                + (failed == 0 ? "" : ", could not compact " + failed));
        return failed == 0 ? 0 : 1;
    }

    private void compact(Compactor compactor, String document, PrintWriter out) {
        Result result;
        try {
            result = compactor.compact(document);
            if (result.outcome() == Outcome.OVERTAKEN) {
                result = compactor.compact(document);
            }
        } catch (IllegalStateException e) { // its snapshot cannot be read
            failed++;
            out.println(document + ": " + e.getMessage());
            return;
        }
        switch (result.outcome()) {
            case COMPACTED -> {
                compacted++;
                out.println(document + ": " + result.rows() + " rows, " + ByteSize.format(result.bytes()) + " to "
                        + ByteSize.format(result.snapshotBytes()));
            }
            case INCOMPLETE -> out.println(document + ": left as it is, it waits for updates that are missing");
            case OVERTAKEN -> out.println(document + ": left as it is, a server is compacting it");
            case REFUSED -> {
                failed++;
                out.println(
                        document + ": left as it is, the snapshot would have lacked something (please report this)");
            }
            case SHORT -> {}
        }
    }
}
