package io.codecollab.server.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A part of what is served: it knows which requests are its own. Thread-safe; nothing waits. */
public interface Site {

    /** Answers a request; empty if it is for somebody else. */
    Optional<CompletionStage<HttpReply>> answer(HttpRequest request);
}
