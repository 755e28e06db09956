package io.codecollab.crdt.yrs;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import org.junit.jupiter.api.DisplayName;

/** Our engine keeps the contract. */
@DisplayName("A replica on our engine")
class JavaReplicaTest extends ReplicaContract {

    @Override
    Replica replica() {
        return new DocReplica();
    }
}
