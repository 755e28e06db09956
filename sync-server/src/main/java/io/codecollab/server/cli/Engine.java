package io.codecollab.server.cli;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.yrs.Yrs;
import io.codecollab.crdt.yrs.YrsReplica;
import io.codecollab.server.StartupException;
import io.codecollab.server.storage.ReplicaFactory;

/** What merges documents. */
enum Engine {
    JAVA,
    YRS;

    /** @throws StartupException if this jar or this machine does not have it */
    ReplicaFactory replicas() throws StartupException {
        return switch (this) {
            case JAVA -> DocReplica::new;
            case YRS -> yrs();
        };
    }

    private static ReplicaFactory yrs() throws StartupException {
        if (!Yrs.isAvailable()) {
            throw new StartupException("--engine yrs is not possible: " + Yrs.whatIsMissing());
        }
        return YrsReplica::new;
    }
}
