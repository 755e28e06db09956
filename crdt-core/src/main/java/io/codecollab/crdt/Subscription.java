package io.codecollab.crdt;

/** A listener's registration. Closing it twice does no harm. Not thread-safe. */
public interface Subscription extends AutoCloseable {

    /** Stops the calls. */
    @Override
    void close();
}
