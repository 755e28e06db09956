package io.codecollab.server.session;

import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;

/** Who somebody is and what they may do in a document. Immutable. */
record Standing(Identity who, Role role) {

    boolean mayWrite() {
        return role.mayWrite();
    }
}
