package io.codecollab.server.session;

import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.protocol.Dialect;
import io.codecollab.server.protocol.YSweetDialect;
import io.codecollab.server.protocol.YWebsocketDialect;

/** Begins the conversations of clients that have just connected. Thread-safe. */
public final class Conversations {

    private final Dialect yWebsocket = new YWebsocketDialect();
    private final Dialect ySweet = new YSweetDialect();

    private final Documents documents;
    private final Admissions admissions;
    private final SessionLimits limits;
    private final Metrics metrics;
    private final SignalingTopics topics;

    /** Open to everybody. */
    public Conversations(Documents documents, SessionLimits limits, Metrics metrics) {
        this(documents, Admissions.open(new LiveSessions()), limits, metrics);
    }

    public Conversations(Documents documents, Admissions admissions, SessionLimits limits, Metrics metrics) {
        this.documents = documents;
        this.admissions = admissions;
        this.limits = limits;
        this.metrics = metrics;
        this.topics = new SignalingTopics();
    }

    /** With npm y-websocket. */
    public Conversation yWebsocket(DocumentName document, Connection connection) {
        return DocumentConversation.begin(documents, admissions, document, yWebsocket, connection, limits, metrics);
    }

    /** With npm {@code @y-sweet/client}. */
    public Conversation ySweet(DocumentName document, Connection connection) {
        return DocumentConversation.begin(documents, admissions, document, ySweet, connection, limits, metrics);
    }

    /** With npm {@code @hocuspocus/provider}. */
    public Conversation hocuspocus(Connection connection) {
        return HocuspocusConversation.begin(documents, admissions, connection, limits, metrics);
    }

    /** With npm y-webrtc, whose clients look for each other. */
    public Conversation signaling(Connection connection) {
        return new SignalingConversation(topics, admissions, connection, limits, metrics);
    }
}
