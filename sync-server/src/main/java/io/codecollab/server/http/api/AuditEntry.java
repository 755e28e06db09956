package io.codecollab.server.http.api;

import io.codecollab.server.auth.Identity;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.http.HttpRequest;
import io.codecollab.server.ops.AuditLog;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the audit log is to say of one request, as far as it is known. Passed on from thread to thread with the request. */
final class AuditEntry {

    private static final String NAME = "name";

    /** What somebody calls themselves is not to fill the log. */
    private static final int MAX_NAME_LENGTH = 64;

    private final Routes.Found found;
    private final HttpRequest request;
    private volatile String user = "";
    private volatile String calledThemselves = "";

    AuditEntry(Routes.Found found, HttpRequest request) {
        this.found = found;
        this.request = request;
    }

    /** It is known who asks. */
    void by(Identity who) {
        user = who.user();
    }

    /** The request is as it should be. Who logs in says who they are in it. */
    void understood(Call call) {
        if (found.route().isOpen() && call.json().fields().get(NAME) instanceof String name) {
            calledThemselves = name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH));
        }
    }

    /**
     * Writes it.
     *
     * <pre>
     *   {"time": ..., "event": "PUT /documents/{name}/members/{user}", "status": 200, "address": "10.0.0.7", "by": "u1",
     *    "path": {"name": "notes", "user": "u2"}}
     * </pre>
     */
    void write(AuditLog audit, HttpReply reply) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("status", reply.status());
        details.put("address", request.from().getHostAddress());
        if (!user.isEmpty()) {
            details.put("by", user);
        }
        if (!calledThemselves.isEmpty()) {
            details.put("name", calledThemselves);
        }
        if (!found.variables().isEmpty()) {
            details.put("path", found.variables());
        }
        audit.record(found.route().toString(), details);
    }
}
