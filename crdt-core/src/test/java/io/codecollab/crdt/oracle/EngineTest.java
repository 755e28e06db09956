package io.codecollab.crdt.oracle;

/** The engine keeps the contract. */
class EngineTest extends CrdtContract {

    @Override
    CrdtUnderTest replica(long clientId) {
        return new Engine(clientId);
    }
}
