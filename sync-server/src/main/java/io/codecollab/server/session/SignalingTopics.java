package io.codecollab.server.session;

import io.codecollab.server.protocol.EncodedFrame;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntFunction;

/** Who listens to which topic of the y-webrtc signaling. Thread-safe. */
final class SignalingTopics {

    private final ConcurrentMap<String, Set<Connection>> listeners = new ConcurrentHashMap<>();

    void subscribe(String topic, Connection who) {
        listeners.compute(topic, (name, known) -> {
            Set<Connection> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(who);
            return all;
        });
    }

    void unsubscribe(String topic, Connection who) {
        listeners.computeIfPresent(topic, (name, all) -> {
            all.remove(who);
            return all.isEmpty() ? null : all;
        });
    }

    /**
     * Sends a message to all who listen, its sender among them if it does. One who does not read what it was sent misses it:
     * clients announce themselves again and again.
     *
     * @param message makes the message, given how many listen
     */
    void publish(String topic, IntFunction<String> message) {
        Set<Connection> all = listeners.getOrDefault(topic, Set.of());
        if (all.isEmpty()) {
            return;
        }
        EncodedFrame frame = EncodedFrame.text(message.apply(all.size()));
        for (Connection listener : all) {
            if (listener.isWritable()) {
                listener.send(frame);
                listener.flush();
            }
        }
    }
}
