package io.codecollab.server.document;

/** One message all subscribers hear. Document thread only. */
public final class Broadcast extends Shared {

    private final byte[] payload;

    /** @param payload not to be modified any more */
    public Broadcast(byte[] payload) {
        this.payload = payload;
    }

    /** Not to be modified. */
    public byte[] payload() {
        return payload;
    }
}
