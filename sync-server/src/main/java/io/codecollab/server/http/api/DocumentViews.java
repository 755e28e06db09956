package io.codecollab.server.http.api;

import io.codecollab.persistence.DirectoryEntry;
import io.codecollab.persistence.DirectoryQuery.Position;
import io.codecollab.persistence.Standing;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.auth.account.Directory;
import io.codecollab.server.document.DocumentName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Documents and people as JSON. */
final class DocumentViews {

    static final Schema ROLE = Schema.oneOf("viewer", "commenter", "editor", "owner");
    static final Schema MEMBER_ROLE = Schema.oneOf("viewer", "commenter", "editor");
    static final Schema LINK =
            Schema.oneOf("private", "view", "edit").describe("what those may do who know the name and are no members");

    static final Schema USER = Schema.object()
            .with("user", Schema.string().describe("an id that does not change"))
            .maybe("name", Schema.string().describe("there is none for those who have no account here"))
            .named("User");

    static final Schema DOCUMENT = Schema.object()
            .with("name", Schema.string().describe("what clients connect to"))
            .with("title", Schema.string())
            .with("language", Schema.string())
            .with("owner", USER)
            .with("role", ROLE.describe("that of whoever asks"))
            .with("link", LINK)
            .with("createdAt", Schema.time())
            .with("updatedAt", Schema.time().describe("when anything here was changed, not the content"))
            .maybe("deletedAt", Schema.time())
            .named("Document");

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private DocumentViews() {}

    static Map<String, Object> document(Identity who, Standing standing, Map<String, String> names) {
        DirectoryEntry entry = standing.document();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name());
        fields.put("title", entry.title());
        fields.put("language", entry.language());
        fields.put("owner", user(entry.owner(), names));
        fields.put("role", word(Directory.roleIn(who, standing).orElse(Role.VIEWER)));
        fields.put("link", word(entry.link()));
        fields.put("createdAt", AccountHandling.time(entry.createdAtMs()));
        fields.put("updatedAt", AccountHandling.time(entry.updatedAtMs()));
        if (entry.isDeleted()) {
            fields.put("deletedAt", AccountHandling.time(entry.deletedAtMs()));
        }
        return fields;
    }

    static Map<String, Object> user(String user, Map<String, String> names) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("user", user);
        String name = names.get(user);
        if (name != null) {
            fields.put("name", name);
        }
        return fields;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static Role role(String word) {
        return Role.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Where the next page begins, as text that says nothing to people. */
    static String cursor(DirectoryEntry last) {
        return ENCODER.encodeToString((last.createdAtMs() + ":" + last.name()).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException if it was never given out */
    static Position position(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            String name = new DocumentName(text.substring(colon + 1)).value();
            return new Position(Long.parseLong(text.substring(0, Math.max(0, colon))), name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("this is no cursor of a page before");
        }
    }
}
