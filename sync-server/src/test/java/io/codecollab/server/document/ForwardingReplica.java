package io.codecollab.server.document;

import io.codecollab.crdt.Replica;

/** A real replica, for tests that watch it or break it. */
class ForwardingReplica implements Replica {

    private final Replica real;

    ForwardingReplica(Replica real) {
        this.real = real;
    }

    @Override
    public Applied applyUpdate(byte[] update) {
        return real.applyUpdate(update);
    }

    @Override
    public byte[] encodeStateVector() {
        return real.encodeStateVector();
    }

    @Override
    public byte[] encodeStateAsUpdate() {
        return real.encodeStateAsUpdate();
    }

    @Override
    public byte[] encodeStateAsUpdate(byte[] stateVector) {
        return real.encodeStateAsUpdate(stateVector);
    }

    @Override
    public String text(String rootName) {
        return real.text(rootName);
    }

    @Override
    public int structCount() {
        return real.structCount();
    }

    @Override
    public int pendingBytes() {
        return real.pendingBytes();
    }

    @Override
    public long memoryBytes() {
        return real.memoryBytes();
    }

    @Override
    public void close() {
        real.close();
    }
}
