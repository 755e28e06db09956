package io.codecollab.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.document.DocumentName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConfinedAccessTest {

    private static final DocumentName NAME = new DocumentName("doc");
    private static final DocumentName OTHER = new DocumentName("other");

    @Test
    void whoIsConfinedMayDoWhatTheGrantSaysAndNothingElse() {
        Identity confined = annWith(true);

        assertThat(roleOf(confined, NAME, Optional.of(Role.OWNER))).contains(Role.VIEWER);
        assertThat(roleOf(confined, OTHER, Optional.of(Role.OWNER))).isEmpty();
    }

    @Test
    void whoIsConfinedAndBannedMayDoNothing() {
        assertThat(roleOf(annWith(true), NAME, Optional.empty())).isEmpty();
    }

    @Test
    void othersAreNotKeptFromWhatTheyMayDo() {
        assertThat(roleOf(annWith(false), OTHER, Optional.of(Role.OWNER))).contains(Role.OWNER);
    }

    private static Identity annWith(boolean confined) {
        return new Identity("ann", "Ann", false, List.of(new Grant("doc", Role.VIEWER)), Instant.MAX, confined);
    }

    private static Optional<Role> roleOf(Identity who, DocumentName document, Optional<Role> besides) {
        Access access = new ConfinedAccess((asked, name) -> CompletableFuture.completedFuture(besides));
        return access.roleOf(who, document).toCompletableFuture().join();
    }
}
