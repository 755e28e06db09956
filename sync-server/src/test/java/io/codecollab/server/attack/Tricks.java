package io.codecollab.server.attack;

import java.util.List;
import java.util.SplittableRandom;

/** What strangers try. */
final class Tricks {

    /** Names of documents as they stand in a path: those that are there, and what might be taken for them or for a file. */
    static final List<String> NAMES = List.of(
            "..",
            "%2e%2e",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "..%5c..%5cwindows",
            "safe%00",
            "safe%0d%0aSet-Cookie:x=1",
            "'%20OR%20'1'='1",
            "safe';DROP%20TABLE%20documents;--",
            "safe%22%20UNION%20SELECT%20password_hash%20FROM%20account--",
            "%25",
            "_afe",
            "%22%3E%3Cscript%3E",
            "s%D0%B0fe",
            "%EF%BD%93afe",
            "safe%E2%80%8B",
            "SAFE",
            "%E2%80%AEefas",
            "%F0%9F%92%A9",
            "%ff%fe",
            "%",
            "%C0%AE%C0%AE",
            "sa%2566e",
            "safe/../safe",
            "shown/../safe",
            "shown%2f..%2fsafe",
            "shown%2f%2e%2e%2fsafe",
            "shown/ws/safe",
            "safe/as-update",
            "safe;x=1",
            "safe%20",
            "%73afe",
            "*",
            "$%7Bjndi:ldap://x%7D",
            "a".repeat(300),
            "%61".repeat(256));

    static final List<String> METHODS = List.of(
            "GET",
            "GET",
            "HEAD",
            "POST",
            "POST",
            "PUT",
            "PATCH",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "PROPFIND",
            "get",
            "G\u00cbT");

    static final List<String> PATHS = List.of(
            "/api/v1/documents/NAME/text",
            "/api/v1/documents/NAME/state",
            "/api/v1/documents/NAME/updates",
            "/api/v1/documents/NAME/sessions",
            "/api/v1/documents/NAME/sessions/NAME",
            "/api/v1/documents/NAME/versions",
            "/api/v1/documents/NAME/versions/1",
            "/api/v1/documents/NAME/versions/1/text",
            "/api/v1/documents/NAME/versions/1/restore",
            "/api/v1/documents/NAME/members",
            "/api/v1/documents/NAME/members/vic",
            "/api/v1/documents/NAME/bans/olga",
            "/api/v1/documents/NAME/invitations",
            "/api/v1/documents/NAME/owner",
            "/api/v1/documents/NAME/restore",
            "/api/v1/documents/NAME/purge",
            "/api/v1/documents/NAME",
            "/api/v1/documents",
            "/api/v1/invitations/accept",
            "/api/v1/invitations/NAME/accept",
            "/api/v1/me",
            "/api/v1/me/password",
            "/api/v1/auth/refresh",
            "/api/v1/auth/login",
            "/api//v1/documents/NAME/text",
            "/api/v1/./documents/NAME/text",
            "/%61pi/v1/documents/NAME/text",
            "/api%2fv1%2fdocuments%2fNAME%2ftext",
            "//api/v1/documents/NAME/text",
            "/API/v1/documents/NAME/text",
            "http://127.0.0.1/api/v1/documents/NAME/text",
            "/doc/new",
            "/doc/NAME/auth",
            "/doc/NAME/as-update",
            "/d/NAME/as-update",
            "/d/NAME/update",
            "/NAME",
            "/assets/NAME",
            "/ws/NAME");

    static final List<String> BODIES = List.of(
            "",
            "{",
            "null",
            "[]",
            "{}",
            "[".repeat(20_000),
            "{\"edits\":[{\"offset\":0,\"text\":\"pwned\"}]}",
            "{\"edits\":[{\"offset\":-1e400,\"text\":\"\\ud800\"}]}",
            "{\"edits\":{\"__proto__\":{\"admin\":true}}}",
            "{\"edits\":[{\"offset\":2147483647,\"length\":2147483647,\"text\":\"\"}]}",
            "{\"refreshToken\":\"' OR 1=1 --\"}",
            "{\"secret\":\"' OR '1'='1\"}",
            "{\"name\":\"olga' --\",\"password\":\"correct horse battery\"}",
            "{\"name\":\"x\",\"password\":" + "9".repeat(5_000) + "}",
            "{\"name\":\"safe\"}",
            "{\"name\":\"s\u0430fe\",\"title\":\"\u202eefas\"}",
            "{\"docId\":\"safe\"}",
            "{\"authorization\":\"full\",\"userId\":\"olga\",\"validForSeconds\":99999999999}",
            "{\"user\":\"vic\"}",
            "{\"role\":\"owner\"}",
            "{\"role\":\"editor\"}",
            "{\"link\":\"edit\"}",
            "{\"title\":\"a\\u0000b\"}",
            "{\"oldPassword\":\"correct horse battery\",\"newPassword\":\"correct horse battery\"}",
            "\u0001\u0001\u0001\u0000\u0004\u0001\u0001t\u0001h\u0000",
            "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "{\"a\":\"" + "\\u0000".repeat(1_000) + "\"}");

    private Tricks() {}

    /** A document's name as it stands in a path; every other one is of a document that is there. */
    static String name(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> AttackTest.SAFE;
            case 1 -> AttackTest.SHOWN;
            default -> pick(NAMES, random);
        };
    }

    static <T> T pick(List<T> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }
}
