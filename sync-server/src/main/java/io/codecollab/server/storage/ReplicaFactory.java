package io.codecollab.server.storage;

import io.codecollab.crdt.Replica;

/** The engine documents are merged with. Thread-safe. */
@FunctionalInterface
public interface ReplicaFactory {

    /** A new, empty document. */
    Replica create();
}
