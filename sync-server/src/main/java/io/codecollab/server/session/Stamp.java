package io.codecollab.server.session;

import io.codecollab.crdt.awareness.AwarenessUpdate;
import io.codecollab.server.auth.Identity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts into presence who it really is, so that nobody carries somebody else's name. */
final class Stamp {

    private static final String USER = "user";

    private Stamp() {}

    /**
     * The same awareness update, with {@code user.id} and {@code user.name} of this identity in every state; what else a state
     * says of its user, such as a colour, is left alone.
     *
     * @throws io.codecollab.crdt.lib0.DecodeException if it is no awareness update
     */
    static byte[] put(byte[] awarenessUpdate, Identity who) {
        return AwarenessUpdate.modify(awarenessUpdate, state -> stamped(state, who));
    }

    private static @Nullable Object stamped(@Nullable Object state, Identity who) {
        if (!(state instanceof Map<?, ?> fields)) {
            return state; // gone, or nothing that could carry a name
        }
        Map<Object, @Nullable Object> user = new LinkedHashMap<>();
        if (fields.get(USER) instanceof Map<?, ?> said) {
            user.putAll(said);
        }
        user.put("id", who.user());
        user.put("name", who.name());
        Map<Object, @Nullable Object> stamped = new LinkedHashMap<>(fields);
        stamped.put(USER, user);
        return stamped;
    }
}
