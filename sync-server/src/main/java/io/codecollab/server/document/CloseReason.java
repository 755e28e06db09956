package io.codecollab.server.document;

/**
 * Why a session ends, as a WebSocket close code. Codes from 4400 to 4499 tell y-websocket 3.1 and later not to come back;
 * after all others it does.
 */
public enum CloseReason {
    /** The client sent what no client of its kind sends: coming back with the same bytes would not help. */
    MALFORMED(4400, "malformed message"),
    /** A message, or the document with it, was larger than this server takes. */
    TOO_LARGE(4413, "too large"),
    /** The client has to say who it is, and did not. */
    TOKEN_MISSING(4401, "a token is needed"),
    /** The client said who it is, and it does not count here. */
    TOKEN_REFUSED(4401, "the token is refused"),
    /** It was known who the client is, until now. */
    TOKEN_EXPIRED(4401, "the token has expired"),
    /** The same, to a client that fetches another token whenever it connects: Hocuspocus, whose code for that it is. */
    TOKEN_RENEWAL(4205, "the token has expired"),
    /** It is known who the client is: somebody with no role in this document. */
    FORBIDDEN(4403, "no access to this document"),
    /** Somebody who may had this user sent away. */
    KICKED(4403, "sent away"),
    /** Something here broke; the document is loaded again. */
    FAILED(1011, "internal error"),
    /** The server goes down or is being replaced. */
    RESTARTING(1012, "server restarts"),
    /** There is more to do than can be done, or edits cannot be stored: the client keeps its edits and tries again later. */
    OVERLOADED(1013, "try again later"),
    /** Nothing was heard from the client for too long, not even an answer to a ping. */
    SILENT(4508, "no sign of life");

    private final int code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    /** A few words for the client's log. */
    public String text() {
        return text;
    }
}
