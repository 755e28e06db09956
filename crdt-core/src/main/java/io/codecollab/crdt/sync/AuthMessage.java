package io.codecollab.crdt.sync;

/** What a server says about access to a document. Immutable. */
public sealed interface AuthMessage {

    /** Access is refused. */
    record PermissionDenied(String reason) implements AuthMessage {}

    /** Access is granted; yrs sends this, y-protocols does not. */
    record PermissionGranted() implements AuthMessage {}
}
