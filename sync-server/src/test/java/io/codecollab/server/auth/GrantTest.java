package io.codecollab.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.document.DocumentName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {

    @ParameterizedTest
    @CsvSource({
        "notes, notes, true",
        "notes, note, false",
        "notes, notes2, false",
        "Notes, notes, false",
        "*, anything, true",
        "team/*, team/a/b, true",
        "team/*, team/, true",
        "team/*, team, false",
        "*/draft, x/draft, true",
        "*/draft, x/draft/y, false",
        "a*b*c, aXbYc, true",
        "a*b*c, abc, true",
        "a*b*c, acb, false",
        "a**c, abc, true",
        "a?c, abc, false",
        "a.c, abc, false",
        "'', x, false",
    })
    void aStarIsAnyRunOfCharacters(String pattern, String name, boolean covered) {
        assertThat(new Grant(pattern, Role.VIEWER).covers(new DocumentName(name)))
                .isEqualTo(covered);
    }

    @Test
    void aPatternMadeToTakeLongTakesNoTime() {
        Grant grant = new Grant("*a".repeat(100) + "b", Role.VIEWER);

        assertThat(grant.covers(new DocumentName("a".repeat(DocumentName.MAX_LENGTH))))
                .isFalse();
    }

    @Test
    void theHighestRoleAmongTheGrantsCounts() {
        Identity who = new Identity(
                "u1",
                "Ann",
                false,
                List.of(new Grant("*", Role.VIEWER), new Grant("team/*", Role.EDITOR), new Grant("x", Role.OWNER)),
                Instant.MAX);

        assertThat(GrantedAccess.grantedTo(who, new DocumentName("team/a"))).contains(Role.EDITOR);
        assertThat(GrantedAccess.grantedTo(who, new DocumentName("other"))).contains(Role.VIEWER);
    }

    @Test
    void whoHasNoGrantHasNoRoleUnlessTheyAreAdmin() {
        Identity nobody = new Identity("u1", "Ann", false, List.of(), Instant.MAX);
        Identity admin = new Identity("u2", "Eve", true, List.of(), Instant.MAX);

        assertThat(GrantedAccess.grantedTo(nobody, new DocumentName("a"))).isEmpty();
        assertThat(GrantedAccess.grantedTo(admin, new DocumentName("a"))).contains(Role.OWNER);
    }
}
