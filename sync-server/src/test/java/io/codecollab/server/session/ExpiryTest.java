package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.auth.Role;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Until when those who were let in may stay. */
class ExpiryTest extends AdmissionByHand {

    @Test
    void whoGoesWhileAFreshTokenIsLookedAtIsSaidToHaveLeftOnce() {
        roles.put("ann", Role.EDITOR);
        slow.put("ann 2", new CompletableFuture<>());
        Conversation client = conversations.hocuspocus(new Wire(loop));
        say(client, token("ann"), token("ann 2"));
        client.disconnected();

        slow.get("ann 2").complete(identity("ann 2", Instant.MAX));
        loop.run();

        assertThat(comingsAndGoings).containsExactly("joined ann", "left ann");
        assertThat(live.in(NAME)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"y-websocket", "y-sweet"})
    void aTokenThatExpiresClosesItsConnection(String dialect) throws InterruptedException {
        roles.put("ann", Role.EDITOR);
        expiries.put("ann", START.plusSeconds(60));
        Wire ann = new Wire(loop, "ann");
        if (dialect.equals("y-sweet")) {
            conversations.ySweet(NAME, ann);
        } else {
            conversations.yWebsocket(NAME, ann);
        }
        loop.runUntil(() -> !ann.peek().isEmpty());

        pass(59, ann);
        assertThat(ann.peek()).noneMatch(line -> line.startsWith("closed"));
        pass(2, ann);

        assertThat(ann.log()).contains("closed TOKEN_EXPIRED");
        assertThat(live.in(NAME)).isEmpty();
    }

    @Test
    void aClientThatCanBeAskedIsAskedForAFreshTokenAndStays() throws InterruptedException {
        roles.put("ann", Role.EDITOR);
        expiries.put("ann", START.plusSeconds(60));
        Wire hocus = new Wire(loop);
        Conversation client = conversations.hocuspocus(hocus);
        say(client, token("ann"));
        await(hocus, "sent " + READ_WRITE);

        pass(29, hocus);
        assertThat(hocus.peek()).isEmpty();
        pass(2, hocus);
        await(hocus, "sent " + DOC + "02 00");
        say(client, token("ann 2"));
        pass(60, hocus);

        assertThat(hocus.log()).isEmpty();
        say(client, DOC + STEP_1);
        await(hocus, "sent " + DOC + STEP_1, "sent " + DOC + EMPTY_STEP_2);
    }

    @Test
    void aClientThatGivesTheSameTokenAgainIsNotAskedWithoutEnd() throws InterruptedException {
        roles.put("ann", Role.EDITOR);
        expiries.put("ann", START.plusSeconds(60));
        Wire hocus = new Wire(loop);
        Conversation client = conversations.hocuspocus(hocus);
        say(client, token("ann"));
        await(hocus, "sent " + READ_WRITE);
        pass(31, hocus);
        await(hocus, "sent " + DOC + "02 00");

        say(client, token("ann"));
        pass(1, hocus);
        pass(1, hocus);
        assertThat(hocus.log()).isEmpty();
        pass(30, hocus);

        assertThat(hocus.log()).containsExactly("closed TOKEN_RENEWAL");
    }
}
