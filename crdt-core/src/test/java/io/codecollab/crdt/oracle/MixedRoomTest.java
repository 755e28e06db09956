package io.codecollab.crdt.oracle;

/** Engine and oracle understand each other: every other client of the contract is the oracle. */
class MixedRoomTest extends CrdtContract {

    @Override
    CrdtUnderTest replica(long clientId) {
        return clientId % 2 == 0 ? new SlowDoc(clientId) : new Engine(clientId);
    }
}
