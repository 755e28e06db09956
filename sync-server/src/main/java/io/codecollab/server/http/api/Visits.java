package io.codecollab.server.http.api;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.Visit;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What visits to documents come back with. */
final class Visits {

    private Visits() {}

    /** What a visit brought, or why it ended early. */
    static <T> T orProblem(T seen, @Nullable Throwable failure) {
        if (failure == null) {
            return seen;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Visit.EndedException ended) {
            throw problem(ended.reason());
        } else if (cause instanceof DecodeException e) {
            throw ProblemException.badRequest("cannot be decoded: " + e.getMessage());
        }
        throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }

    private static ProblemException problem(CloseReason reason) {
        return switch (reason) {
            case MALFORMED -> ProblemException.badRequest("this is no Yjs update of format V1");
            case TOO_LARGE -> new ProblemException(413, "", "the update, or the document with it, is too large");
            default -> ProblemException.overloaded();
        };
    }
}
