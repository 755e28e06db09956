package io.codecollab.server.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.Ban;
import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.DirectoryEntry;
import io.codecollab.persistence.DirectoryStore.Change;
import io.codecollab.persistence.LinkSetting;
import io.codecollab.persistence.Member;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.sqlite.SqliteUpdateStore;
import io.codecollab.server.auth.AuthException;
import io.codecollab.server.auth.Grant;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.document.DocumentName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryAccessTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final DocumentName PLAN = new DocumentName("plan");

    @TempDir
    private Path folder;

    private Stores stores;
    private DirectoryAccess access;

    @BeforeEach
    void open() {
        stores = SqliteUpdateStore.openAll(folder, PersistenceConfig.defaults(), CommitListener.NONE);
        access = new DirectoryAccess(stores.directory());
        DirectoryEntry plan = new DirectoryEntry("plan", "Plan", "", "ada", LinkSetting.PRIVATE, NOW, NOW, 0);
        stores.directory().create(plan, "plan");
    }

    @AfterEach
    void close() {
        access.close();
        stores.close();
    }

    @Test
    void theOwnerOwnsAndAStrangerMayNotEvenKnow() {
        assertThat(roleOf(user("ada"))).contains(Role.OWNER);
        assertThat(roleOf(user("eve"))).isEmpty();
    }

    @Test
    void theHighestOfMemberLinkAndGrantCounts() {
        member("grace", Role.COMMENTER);
        assertThat(roleOf(user("grace"))).contains(Role.COMMENTER);
        assertThat(roleOf(user("grace", new Grant("pl*", Role.EDITOR)))).contains(Role.EDITOR);
        assertThat(roleOf(user("grace", new Grant("pl*", Role.VIEWER)))).contains(Role.COMMENTER);

        link(LinkSetting.EDIT);
        assertThat(roleOf(user("grace"))).contains(Role.EDITOR);
        link(LinkSetting.VIEW);
        assertThat(roleOf(user("grace"))).contains(Role.COMMENTER);
        assertThat(roleOf(user("eve"))).contains(Role.VIEWER);
    }

    @Test
    void whoIsBannedMayDoNothingButForAdmins() {
        link(LinkSetting.EDIT);
        stores.directory().ban("plan", new Ban("eve", "ada", NOW));
        access.changed(PLAN);

        assertThat(roleOf(user("eve", new Grant("*", Role.OWNER)))).isEmpty();
        assertThat(roleOf(new Identity("eve", "Eve", true, List.of(), Instant.MAX)))
                .contains(Role.OWNER);
    }

    @Test
    void nobodyComesIntoWhatIsDeleted() {
        stores.directory().delete("plan", NOW);

        assertThat(roleOf(user("ada", new Grant("*", Role.OWNER)))).isEmpty();
        assertThat(roleOf(new Identity("root", "Root", true, List.of(), Instant.MAX)))
                .isEmpty();
    }

    @Test
    void whatIsNotInTheDirectoryIsForThoseWithAGrant() {
        DocumentName other = new DocumentName("other");

        assertThat(access.roleOf(user("ada"), other).toCompletableFuture().join())
                .isEmpty();
        assertThat(access.roleOf(user("ada", new Grant("o*", Role.VIEWER)), other)
                        .toCompletableFuture()
                        .join())
                .contains(Role.VIEWER);
    }

    @Test
    void whatIsChangedHereCountsAtOnceAndElsewhereSoon() throws InterruptedException {
        assertThat(roleOf(user("grace"))).isEmpty();
        stores.directory().setMember("plan", new Member("grace", "EDITOR", NOW), 10);
        access.changed(PLAN);
        assertThat(roleOf(user("grace"))).contains(Role.EDITOR);

        stores.directory().removeMember("plan", "grace");
        long deadlineNs = System.nanoTime() + 10_000_000_000L;
        while (roleOf(user("grace")).isPresent() && System.nanoTime() < deadlineNs) {
            Thread.sleep(50);
        }
        assertThat(roleOf(user("grace"))).isEmpty();
    }

    @Test
    void saysWhenItCannotBeLookedUp() {
        stores.close();

        assertThatThrownBy(() -> roleOf(user("ada")))
                .cause()
                .isInstanceOfSatisfying(
                        AuthException.class, e -> assertThat(e.problem()).isEqualTo(AuthException.Problem.UNAVAILABLE));
    }

    private Optional<Role> roleOf(Identity who) {
        return access.roleOf(who, PLAN).toCompletableFuture().join();
    }

    private void member(String user, Role role) {
        stores.directory().setMember("plan", new Member(user, role.name(), NOW), 10);
        access.changed(PLAN);
    }

    private void link(LinkSetting link) {
        stores.directory().change("plan", new Change(null, null, null, link), NOW);
        access.changed(PLAN);
    }

    private static Identity user(String user, Grant... grants) {
        return new Identity(user, user, false, List.of(grants), Instant.MAX);
    }
}
