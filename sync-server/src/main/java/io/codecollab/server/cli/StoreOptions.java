package io.codecollab.server.cli;

import io.codecollab.server.storage.StoreLocation;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where documents are kept. */
final class StoreOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "codecollab-data",
            description = "Folder the documents are kept in, made if missing. Default: codecollab-data.")
    Path data = Path.of("");

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            defaultValue = "",
            description = {
                "Keep the documents in PostgreSQL, as in",
                "postgresql://USER:PASSWORD@HOST/DATABASE.",
                "Everybody on this machine can see a command line: CODECOLLAB_DATABASE_URL is the better place for a "
                        + "password. The data folder then holds only what the database does not take while it fails.",
                "Default: none, SQLite in the data folder."
            })
    String databaseUrl = "";

    StoreLocation location() {
        return new StoreLocation(data.toAbsolutePath().normalize(), databaseUrl.strip());
    }
}
