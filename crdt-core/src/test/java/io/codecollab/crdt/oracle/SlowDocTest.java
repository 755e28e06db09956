package io.codecollab.crdt.oracle;

/** The oracle keeps the contract. */
class SlowDocTest extends CrdtContract {

    @Override
    CrdtUnderTest replica(long clientId) {
        return new SlowDoc(clientId);
    }
}
