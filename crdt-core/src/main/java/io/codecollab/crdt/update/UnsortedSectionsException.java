package io.codecollab.crdt.update;

/** The client sections of an update do not come in descending order: {@link UpdateMerger} has to sort them first. */
final class UnsortedSectionsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnsortedSectionsException() {
        super("client sections not in descending order", null, false, false);
    }
}
