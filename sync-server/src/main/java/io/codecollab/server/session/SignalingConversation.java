package io.codecollab.server.session;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.protocol.EncodedFrame;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of npm y-webrtc, whose clients find each other here and then talk without the server. JSON, one object a
 * message:
 *
 * <pre>
 *   {"type":"subscribe","topics":["room1"]}      {"type":"unsubscribe","topics":["room1"]}
 *   {"type":"publish","topic":"room1", ...}      to all who listen, with "clients": how many they are
 *   {"type":"ping"}                              answered by {"type":"pong"}
 * </pre>
 *
 * What is published is passed on unread: it may be encrypted.
 */
final class SignalingConversation implements Conversation {

    private static final Logger log = LoggerFactory.getLogger(SignalingConversation.class);

    private static final String DIALECT = "y-webrtc";
    private static final int MAX_TOPICS = 1_000;
    private static final int MAX_TOPIC_LENGTH = 256;
    private static final int MAX_MESSAGE_LENGTH = 256 << 10;

    private static final EncodedFrame PONG = EncodedFrame.text("{\"type\":\"pong\"}");

    private final SignalingTopics topics;
    private final Connection connection;
    private final Metrics metrics;
    private final Set<String> subscribed = new HashSet<>();
    private boolean closed;

    SignalingConversation(SignalingTopics topics, Connection connection, Metrics metrics) {
        this.topics = topics;
        this.connection = connection;
        this.metrics = metrics;
        metrics.sessionOpened(DIALECT);
    }

    @Override
    public void receiveText(String frame) {
        if (closed) {
            return;
        }
        if (frame.length() > MAX_MESSAGE_LENGTH) {
            close(CloseReason.TOO_LARGE);
            return;
        }
        try {
            if (JsonText.read(frame) instanceof Map<?, ?> message) {
                receive(message);
                return;
            }
        } catch (DecodeException e) {
            log.debug("Not JSON", e);
        }
        refuse("not a signaling message, length=" + frame.length());
    }

    private void receive(Map<?, ?> message) {
        Object type = message.get("type");
        if ("subscribe".equals(type)) {
            topicsOf(message).forEach(this::subscribe);
        } else if ("unsubscribe".equals(type)) {
            topicsOf(message).forEach(this::unsubscribe);
        } else if ("publish".equals(type) && message.get("topic") instanceof String topic) {
            topics.publish(topic, listenerCount -> withCount(message, listenerCount));
        } else if ("ping".equals(type)) {
            connection.send(PONG);
            connection.flush();
        } // what later versions may say is left alone
    }

    private static List<String> topicsOf(Map<?, ?> message) {
        return message.get("topics") instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private void subscribe(String topic) {
        if (closed) {
            return;
        }
        if (topic.length() > MAX_TOPIC_LENGTH || (subscribed.size() >= MAX_TOPICS && !subscribed.contains(topic))) {
            refuse("too many topics, or too long a one");
            return;
        }
        subscribed.add(topic);
        topics.subscribe(topic, connection);
    }

    private void unsubscribe(String topic) {
        if (subscribed.remove(topic)) {
            topics.unsubscribe(topic, connection);
        }
    }

    private static String withCount(Map<?, ?> message, int listenerCount) {
        Map<String, @Nullable Object> counted = new LinkedHashMap<>();
        message.forEach((key, value) -> counted.put((String) key, value));
        counted.put("clients", (double) listenerCount);
        return JsonText.write(counted);
    }

    @Override
    public void receive(byte[] frame) {
        refuse("binary where only text frames are understood");
    }

    private void refuse(String why) {
        log.warn("Closed a signaling connection: {}", why);
        metrics.dropped(Drop.MALFORMED_MESSAGE);
        close(CloseReason.MALFORMED);
    }

    @Override
    public void writable() {
        // nothing waits here
    }

    @Override
    public void keepAlive() {
        connection.send(PONG); // a client that pings takes any message as a sign of life
        connection.flush();
    }

    @Override
    public void close(CloseReason reason) {
        closed = true;
        connection.close(reason);
    }

    @Override
    public void disconnected() {
        metrics.sessionClosed(DIALECT);
        subscribed.forEach(topic -> topics.unsubscribe(topic, connection));
        subscribed.clear();
    }
}
