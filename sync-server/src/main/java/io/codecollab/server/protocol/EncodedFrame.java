package io.codecollab.server.protocol;

/**
 * One binary WebSocket message, ready to be sent to any number of clients. Immutable as long as nobody writes to the array.
 *
 * @param bytes not to be modified
 */
public record EncodedFrame(byte[] bytes) {

    public int size() {
        return bytes.length;
    }
}
