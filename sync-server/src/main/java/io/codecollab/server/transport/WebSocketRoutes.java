package io.codecollab.server.transport;

import io.codecollab.server.document.DocumentName;
import io.codecollab.server.session.Connection;
import io.codecollab.server.session.Conversation;
import io.codecollab.server.session.Conversations;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which WebSocket path leads to which kind of client:
 *
 * <pre>
 *   /ws/{document}                        y-websocket
 *   /ws                                   Hocuspocus: the documents are named in the frames
 *   /d/{id}/ws/{id}   /doc/ws/{id}        y-sweet
 *   /signaling                            y-webrtc
 * </pre>
 *
 * Thread-safe.
 */
public final class WebSocketRoutes {

    private static final String Y_WEBSOCKET = "/ws/";
    private static final String HOCUSPOCUS = "/ws";
    private static final Pattern Y_SWEET = Pattern.compile("/d/(?<first>.+)/ws/(?<id>.+)");
    private static final String OLD_Y_SWEET = "/doc/ws/";
    private static final String SIGNALING = "/signaling";

    private final Conversations conversations;

    public WebSocketRoutes(Conversations conversations) {
        this.conversations = conversations;
    }

    /**
     * How to begin the conversation a path leads to; empty if it leads to none.
     *
     * @param path decoded, without the query
     * @throws IllegalArgumentException if it names no document; the message is fit for the client
     */
    Optional<Function<Connection, Conversation>> find(String path) {
        if (path.equals(HOCUSPOCUS) || path.equals(Y_WEBSOCKET)) {
            return Optional.of(conversations::hocuspocus);
        } else if (path.startsWith(Y_WEBSOCKET)) {
            DocumentName document = new DocumentName(path.substring(Y_WEBSOCKET.length()));
            return Optional.of(connection -> conversations.yWebsocket(document, connection));
        } else if (path.equals(SIGNALING)) {
            return Optional.of(conversations::signaling);
        } else if (path.startsWith(OLD_Y_SWEET)) {
            return Optional.of(ySweet(path.substring(OLD_Y_SWEET.length())));
        }
        Matcher ySweet = Y_SWEET.matcher(path);
        if (!ySweet.matches()) {
            return Optional.empty();
        }
        if (!ySweet.group("first").equals(ySweet.group("id"))) {
            throw new IllegalArgumentException("the path names two documents");
        }
        return Optional.of(ySweet(ySweet.group("id")));
    }

    private Function<Connection, Conversation> ySweet(String id) {
        DocumentName document = new DocumentName(id);
        return connection -> conversations.ySweet(document, connection);
    }
}
