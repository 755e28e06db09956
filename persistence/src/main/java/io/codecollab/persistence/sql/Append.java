package io.codecollab.persistence.sql;

import java.util.concurrent.CompletableFuture;

/** One update on its way to the journal, already in its stored format. */
final class Append {
    final String document;
    final byte[] record;
    final CompletableFuture<Void> committed;

    Append(String document, byte[] record) {
        this(document, record, new CompletableFuture<>());
    }

    Append(String document, byte[] record, CompletableFuture<Void> committed) {
        this.document = document;
        this.record = record;
        this.committed = committed;
    }
}
