package io.codecollab.server.http.api;

import io.codecollab.server.http.Problem;
import java.util.Map;
import java.util.Optional;

/**
 * What the header {@code If-Match} of an edit asks for: that it is made to one of these versions, or to whatever is there
 * ({@code *}), and not at all otherwise. RFC 9110, section 13.1.1. Immutable.
 *
 * @param versions the header; empty if there is none, and edits are merged with what others write
 */
record Precondition(Optional<String> versions) {

    static final String HEADER = "If-Match";

    static final String MEANING = "the ETag of the version the edits are made for; 412, and nothing is changed, if the "
            + "document has another one by the time they would be merged";

    static Precondition of(Call call) {
        return new Precondition(call.request().headers().first(HEADER));
    }

    boolean isGiven() {
        return versions.isPresent();
    }

    /** @throws ProblemException if there is no document to be edited */
    void requireThere(boolean exists) {
        if (isGiven() && !exists) {
            throw new ProblemException(412, "etag-mismatch", "there is no such document");
        }
    }

    /** @throws ProblemException if an edit is not meant for this version */
    void require(String etag) {
        if (versions.isPresent() && !ETags.matches(versions.get(), etag)) {
            throw changed(etag);
        }
    }

    /** Says that the document has another version by now. */
    static ProblemException changed(String etag) {
        return new ProblemException(
                new Problem(
                        412, "etag-mismatch", "the document has changed: read it again, and edit what is there now"),
                Map.of("etag", etag));
    }
}
