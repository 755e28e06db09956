package io.codecollab.server.session;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Refusal;
import io.codecollab.server.protocol.EncodedFrame;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Admissions admissions;
    private final Connection connection;
    private final Metrics metrics;
    private final Set<String> subscribed = new HashSet<>();

    /** By topic, where not everybody may listen. */
    private final Map<String, Admission> asked = new HashMap<>();

    /** What came while it was not known whether the client may listen to a topic. */
    private final List<Map<?, ?>> waiting = new ArrayList<>();

    private final PreAuthBudget budget;
    private int undecided;
    private boolean closed;

    SignalingConversation(
            SignalingTopics topics,
            Admissions admissions,
            Connection connection,
            SessionLimits limits,
            Metrics metrics) {
        this.topics = topics;
        this.admissions = admissions;
        this.budget = new PreAuthBudget(limits.maxPreAuthBytes());
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
                receiveInTurn(message, frame.length());
                return;
            }
        } catch (DecodeException e) {
            log.debug("Not JSON", e);
        }
        refuse("not a signaling message, length=" + frame.length());
    }

    private void receiveInTurn(Map<?, ?> message, int length) {
        if (undecided == 0) {
            receive(message);
        } else if (budget.take(length)) {
            waiting.add(message);
        } else {
            metrics.refused(Refusal.PRE_AUTH);
            close(CloseReason.TOO_LARGE);
        }
    }

    private void receive(Map<?, ?> message) {
        Object type = message.get("type");
        if ("subscribe".equals(type)) {
            topicsOf(message).forEach(this::subscribe);
        } else if ("unsubscribe".equals(type)) {
            topicsOf(message).forEach(this::unsubscribe);
        } else if ("publish".equals(type) && message.get("topic") instanceof String topic) {
            if (!admissions.asks() || subscribed.contains(topic)) {
                topics.publish(topic, listenerCount -> withCount(message, listenerCount));
            }
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
        if (admissions.asks()) {
            ask(topic);
        } else {
            listen(topic);
        }
    }

    private void listen(String topic) {
        subscribed.add(topic);
        topics.subscribe(topic, connection);
    }

    /**
     * A topic is a document that lives with its editors. They take what others of the topic tell them, so that whoever may not
     * write must not be among them.
     */
    private void ask(String topic) {
        if (asked.containsKey(topic)) {
            return;
        }
        if (asked.size() >= MAX_TOPICS) {
            refuse("too many topics");
            return;
        }
        DocumentName document;
        try {
            document = new DocumentName(topic);
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
            return;
        }
        Admission admission = admissions.of(document, DIALECT, connection, new Listener(topic), metrics);
        asked.put(topic, admission);
        undecided++;
        admission.present(connection.token());
    }

    private void decided() {
        undecided--;
        List<Map<?, ?>> now = List.copyOf(waiting);
        if (undecided == 0 && !closed) {
            waiting.clear();
            now.forEach(message -> receiveInTurn(message, 0));
        }
    }

    /** The client on one of its topics. */
    private final class Listener implements Admission.Guest {

        private final String topic;

        Listener(String topic) {
            this.topic = topic;
        }

        @Override
        public void letIn(Standing standing) {
            changed(standing);
            if (!closed) {
                listen(topic);
            }
            decided();
        }

        @Override
        public void changed(Standing standing) {
            if (!standing.mayWrite()) {
                close(CloseReason.FORBIDDEN);
            }
        }

        @Override
        public void askForToken() {
            // these clients cannot be asked: they come back with another one
        }

        @Override
        public void turnAway(CloseReason reason) {
            close(reason);
        }
    }

    private void unsubscribe(String topic) {
        Admission admission = asked.remove(topic);
        if (admission != null) {
            admission.end();
        }
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
        end();
    }

    private void end() {
        waiting.clear();
        List.copyOf(asked.values()).forEach(Admission::end);
        asked.clear();
    }

    @Override
    public void disconnected() {
        closed = true;
        end();
        metrics.sessionClosed(DIALECT);
        subscribed.forEach(topic -> topics.unsubscribe(topic, connection));
        subscribed.clear();
    }
}
