package io.codecollab.crdt;

import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StateVector;

/**
 * What a document has received and cannot use yet.
 *
 * @param structs number of parked structs
 * @param missing for each client that is waited for, a clock that has not arrived
 * @param deletions units that are to be deleted when they arrive
 */
public record PendingInfo(int structs, StateVector missing, IdSet deletions) {}
