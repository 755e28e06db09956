package io.codecollab.crdt;

/** A root type that a peer has filled and nobody here has said the type of. Not thread-safe. */
final class UntypedRoot extends SharedType {

    UntypedRoot(Branch branch) {
        super(branch);
    }

    @Override
    void integratePreliminaryContent() {}
}
