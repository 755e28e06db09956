package io.codecollab.server.session;

import io.codecollab.server.auth.Access;
import io.codecollab.server.auth.Authenticator;
import io.codecollab.server.auth.OpenAccess;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.ops.Metrics;
import java.time.InstantSource;

/**
 * Decides who may take part in what, and keeps an eye on it afterwards. Thread-safe.
 *
 * @param asks whether anybody is asked who they are
 * @param live everybody who takes part
 */
public record Admissions(
        boolean asks, Authenticator authenticator, Access access, LiveSessions live, InstantSource clock) {

    /** Everybody may do everything. */
    public static Admissions open(LiveSessions live) {
        OpenAccess everybody = new OpenAccess();
        return new Admissions(false, everybody, everybody, live, InstantSource.system());
    }

    /** Only those may take part who can say who they are and have a role. */
    public static Admissions asking(Authenticator authenticator, Access access, LiveSessions live) {
        return new Admissions(true, authenticator, access, live, InstantSource.system());
    }

    Admission of(DocumentName document, String client, Connection connection, Admission.Guest guest, Metrics metrics) {
        return new Admission(this, document, client, connection, guest, metrics);
    }
}
