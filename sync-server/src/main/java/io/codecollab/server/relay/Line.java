package io.codecollab.server.relay;

import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** A standing connection to Redis. Once any part of it breaks it is of no use and another is to be made. Thread-safe. */
interface Line extends AutoCloseable {

    /** Who hears what comes by a line. On the line's threads, must not block. */
    interface Listener {

        /** What is published from now on to this channel is heard. */
        void subscribed(Line line, String channel);

        /** This channel is not heard any more, whether or not that was wanted. */
        void unsubscribed(Line line, String channel);

        void message(String channel, byte[] message);

        /** Some of it broke. */
        void broken(Line line, Throwable why);
    }

    /** Completes when Redis has taken it. Never waits. */
    CompletionStage<?> publish(String channel, byte[] message);

    /** Completes when Redis has heard it. */
    CompletionStage<?> subscribe(Collection<String> channels);

    CompletionStage<?> unsubscribe(String channel);

    /** Completes when everything that was asked before by this line has been answered. */
    CompletionStage<?> ping();

    @Override
    void close();
}
