package io.codecollab.server.cli;

import io.codecollab.crdt.DocReplica;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.server.storage.Checkup;
import io.codecollab.server.storage.Checkup.Findings;
import java.io.PrintWriter;
import java.util.Iterator;
import picocli.CommandLine.Command;

/** The command {@code check}. */
@Command(
        name = "check",
        customSynopsis = "Usage: java -jar codecollab.jar check [OPTIONS]",
        header = {"Reads every stored document and says which ones are damaged.", ""},
        description = {
            "",
            "Every row's checksum is verified, every update decoded and merged. The exit code is 1 if anything is wrong. "
                    + "Damaged rows are moved to the quarantine, as a server does when it opens the document.",
            ""
        })
final class Check extends StoreCommand {

    @Override
    int run(Stores stores, PrintWriter out) {
        UpdateStore store = stores.updates();
        Checkup checkup = new Checkup(store, DocReplica::new);
        long documents = 0;
        long rows = 0;
        long bytes = 0;
        long bad = 0;
        for (Iterator<String> names = new StoredNames(store); names.hasNext(); ) {
            String document = names.next();
            Findings findings = checkup.of(document);
            documents++;
            rows += findings.rows();
            bytes += findings.bytes();
            if (!findings.problems().isEmpty()) {
                bad++;
                out.println(document + ": " + String.join("; ", findings.problems()));
            }
        }
        out.println("Checked " + documents + " documents, " + rows + " rows, " + ByteSize.format(bytes) + ": "
                + (bad == 0 ? "all is well" : bad + " damaged"));
        return bad == 0 ? 0 : 1;
    }
}
