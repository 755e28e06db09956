package io.codecollab.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link InvitationStore} keeps. */
public abstract class InvitationStoreContract extends StoresContract {

    private static final long HOUR_MS = 3_600_000;

    @BeforeEach
    void createDocument() {
        stores().directory()
                .create(new DirectoryEntry("plan", "Plan", "", "ada", LinkSetting.PRIVATE, NOW, NOW, 0), "plan");
    }

    @Test
    void findsWhatWasCreated() {
        Invitation personal = invitation("1", "grace", 1);
        Invitation link = invitation("2", null, 5);

        assertThat(create(personal, null)).isTrue();
        assertThat(create(link, "secret")).isTrue();

        assertThat(invitations().find("1")).contains(personal);
        assertThat(invitations().findBySecret(bytes("secret"))).contains(link);
        assertThat(invitations().findBySecret(bytes("other"))).isEmpty();
        assertThat(invitations().forUser("grace", NOW)).containsExactly(personal);
        assertThat(invitations().ofDocument("plan", NOW)).containsExactly(personal, link);
    }

    @Test
    void listsWhatIsOpen() {
        create(invitation("1", "grace", 1), null);

        assertThat(invitations().ofDocument("plan", NOW + HOUR_MS)).isEmpty();
        assertThat(invitations().forUser("grace", NOW + HOUR_MS)).isEmpty();
    }

    @Test
    void isNotMadeForWhatIsNotThere() {
        stores().directory().delete("plan", NOW + 1);

        assertThat(create(invitation("1", "grace", 1), null)).isFalse();
    }

    @Test
    void makesMembersAsOftenAsItMay() {
        create(invitation("1", null, 2), "secret");

        assertThat(accept("1", "grace", "EDITOR", null)).isTrue();
        assertThat(accept("1", "linus", "EDITOR", null)).isTrue();
        assertThat(accept("1", "eve", "EDITOR", null)).isFalse();

        assertThat(stores().directory().members("plan", null, 10))
                .extracting(Member::user)
                .containsExactly("grace", "linus");
        assertThat(invitations().find("1").orElseThrow().isOpen(NOW)).isFalse();
    }

    @Test
    void ofManyWhoAcceptAtOnceNoMoreComeInThanMay() throws Exception {
        create(invitation("1", null, 2), "secret");
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Member member = new Member("user" + i, "EDITOR", NOW);
            InvitationStore store = either(i).invitations();
            calls.add(() -> store.accept("1", member, null, 100, NOW));
        }

        assertThat(atOnce(calls)).filteredOn(accepted -> accepted).hasSize(2);

        assertThat(stores().directory().members("plan", null, 10)).hasSize(2);
    }

    @Test
    void isNotUsedUpByWhoCannotComeIn() {
        create(invitation("1", null, 1), "secret");
        stores().directory().ban("plan", new Ban("eve", "ada", NOW));
        stores().directory().setMember("plan", new Member("grace", "VIEWER", NOW), 10);

        assertThat(accept("1", "eve", "EDITOR", null)).isFalse();
        assertThat(accept("1", "ada", "EDITOR", null)).isFalse();
        assertThat(accept("1", "grace", "EDITOR", null)).isFalse();
        assertThat(invitations().accept("1", new Member("linus", "EDITOR", NOW), null, 1, NOW))
                .isFalse();
        assertThat(invitations().find("1")).map(Invitation::uses).contains(0);

        assertThat(accept("1", "grace", "EDITOR", "VIEWER")).isTrue();
        assertThat(stores().directory().members("plan", null, 10)).containsExactly(new Member("grace", "EDITOR", NOW));
    }

    @Test
    void isOverWhenItExpiresIsRevokedOrTheDocumentIsDeleted() {
        create(invitation("1", null, 5), "one");
        create(invitation("2", null, 5), "two");
        create(invitation("3", null, 5), "three");

        assertThat(invitations().accept("1", new Member("eve", "EDITOR", NOW), null, 10, NOW + HOUR_MS))
                .isFalse();
        assertThat(invitations().revoke("other", "2")).isFalse();
        assertThat(invitations().revoke("plan", "2")).isTrue();
        assertThat(invitations().revoke("plan", "2")).isFalse();
        assertThat(accept("2", "eve", "EDITOR", null)).isFalse();
        stores().directory().delete("plan", NOW);
        assertThat(accept("3", "eve", "EDITOR", null)).isFalse();

        assertThat(stores().directory().members("plan", null, 10)).isEmpty();
    }

    @Test
    void boundsOpenInvitationsAndForgetsThoseThatAreOver() {
        for (int i = 0; i < 3; i++) {
            assertThat(create(invitation("old" + i, "grace", 1), null)).isTrue();
        }
        assertThat(create(invitation("one too many", "grace", 1), null)).isFalse();

        Invitation later =
                new Invitation("later", "plan", "EDITOR", "grace", "ada", NOW + HOUR_MS, NOW + 2 * HOUR_MS, 1, 0);
        assertThat(create(later, null)).isTrue();

        assertThat(invitations().find("old0")).isEmpty();
        assertThat(invitations().find("later")).contains(later);
    }

    @Test
    void goesWithItsDocument() {
        create(invitation("1", "grace", 1), null);
        stores().directory().delete("plan", NOW);
        stores().directory().forget("plan");

        assertThat(invitations().find("1")).isEmpty();
    }

    private InvitationStore invitations() {
        return stores().invitations();
    }

    private boolean create(Invitation invitation, @Nullable String secret) {
        return invitations().create(invitation, secret == null ? null : bytes(secret), 3);
    }

    private boolean accept(String id, String user, String role, @Nullable String expectedRole) {
        return invitations().accept(id, new Member(user, role, NOW), expectedRole, 100, NOW);
    }

    private static Invitation invitation(String id, @Nullable String user, int maxUses) {
        return new Invitation(id, "plan", "EDITOR", user, "ada", NOW, NOW + HOUR_MS, maxUses, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
