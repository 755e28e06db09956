package io.codecollab.server.ops;

/** Why somebody was not let in. */
public enum Refusal {
    /** A browser said that it shows another site's page. */
    ORIGIN,
    /** As many connections as this server takes are open. */
    CONNECTIONS,
    /** As many connections as one address may have are open. */
    CONNECTIONS_PER_IP,
    /** As many sessions as one document takes are open. */
    SESSIONS_PER_DOCUMENT,
    /** One connection asked for more documents than it may have. */
    DOCUMENTS_PER_CONNECTION,
    /** More came than anybody may send before being let in, or it came too slowly. */
    PRE_AUTH,
    /** Requests over HTTP came, or passwords were tried, more often than they may. */
    RATE,
    /** The document's name is none. */
    NAME,
    /** The token was missing, expired or otherwise not taken. */
    TOKEN,
    /** Whoever it was has no role in the document, or not the one it takes. */
    ACCESS,
    /** The document cannot be loaded. */
    UNLOADABLE
}
