package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.auth.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is let in, and what becomes of what they say before that. */
class AdmissionTest extends AdmissionByHand {

    @Test
    void whoHasNoTokenIsTurnedAwayBeforeAnythingIsSaid() {
        Wire nobody = new Wire(loop);

        Conversation client = conversations.yWebsocket(NAME, nobody);
        say(client, STEP_1, UPDATE);

        assertThat(nobody.log()).containsExactly("closed TOKEN_MISSING");
        assertThat(documents.size()).isZero();
    }

    @Test
    void whoHasNoRoleIsTurnedAwayBeforeAnythingIsSaid() {
        Wire eve = new Wire(loop, "eve");

        Conversation client = conversations.yWebsocket(NAME, eve);
        say(client, STEP_1);

        assertThat(eve.log()).containsExactly("closed FORBIDDEN");
        assertThat(documents.size()).isZero();
        assertThat(live.in(NAME)).isEmpty();
    }

    @Test
    void whatComesBeforeTheDecisionIsKeptAndThenDone() throws InterruptedException {
        roles.put("ann", Role.EDITOR);
        slow.put("ann", new CompletableFuture<>());
        Wire ann = new Wire(loop, "ann");
        Conversation client = conversations.yWebsocket(NAME, ann);
        say(client, STEP_1, UPDATE);
        assertThat(ann.peek()).isEmpty();

        slow.get("ann").complete(identity("ann", Instant.MAX));

        loop.runUntil(() -> journal.waiting().size() == 1);
        assertThat(ann.log()).startsWith("sent " + STEP_1, "sent " + EMPTY_STEP_2);
    }

    @Test
    void whatComesBeforeTheDecisionIsBounded() {
        slow.put("ann", new CompletableFuture<>());
        Wire ann = new Wire(loop, "ann");
        Conversation client = conversations.yWebsocket(NAME, ann);

        for (int i = 0; i < 100; i++) {
            say(client, STEP_1);
        }

        assertThat(ann.log()).containsExactly("closed TOO_LARGE");
    }

    @Test
    void whoIsGoneBeforeTheDecisionLeavesNothingBehind() {
        roles.put("ann", Role.EDITOR);
        slow.put("ann", new CompletableFuture<>());
        Conversation client = conversations.yWebsocket(NAME, new Wire(loop, "ann"));
        client.disconnected();

        slow.get("ann").complete(identity("ann", Instant.MAX));
        loop.run();

        assertThat(documents.size()).isZero();
        assertThat(live.in(NAME)).isEmpty();
    }

    @Test
    void whoIsTurnedAwayWasNeverThere() {
        say(conversations.yWebsocket(NAME, new Wire(loop, "eve")), STEP_1);

        assertThat(comingsAndGoings).containsExactly("turned away eve FORBIDDEN");
    }

    @Test
    void aDeniedDocumentLeavesTheOthersOfItsConnectionAlone() throws InterruptedException {
        roles.put("ann", Role.EDITOR);
        Wire hocus = new Wire(loop);
        Conversation client = conversations.hocuspocus(hocus);
        say(client, token("ann"), "01 61 02 00 03 65 76 65", "01 61 " + STEP_1, DOC + STEP_1);

        await(
                hocus,
                "sent 01 61 02 01 " + text("no access to this document"),
                "sent " + READ_WRITE,
                "sent " + DOC + STEP_1,
                "sent " + DOC + EMPTY_STEP_2);
        roles.put("eve", Role.VIEWER);
        say(client, "01 61 02 00 03 65 76 65");
        await(hocus, "sent 01 61 02 02 08 72 65 61 64 6f 6e 6c 79");
    }

    @Test
    void aHocuspocusConnectionThatNeverGetsInIsClosed() {
        Wire hocus = new Wire(loop);
        say(conversations.hocuspocus(hocus), token("eve"));
        hocus.log();

        hocus.pass(61_000);
        loop.run();

        assertThat(hocus.log()).containsExactly("closed TOKEN_MISSING");
    }

    @Test
    void thoseWhoMeetToTalkPastTheServerMustBeEditors() {
        roles.put("ann", Role.EDITOR);
        roles.put("bob", Role.VIEWER);
        Wire ann = new Wire(loop, "ann");
        Wire bob = new Wire(loop, "bob");
        Wire eve = new Wire(loop, "eve");
        Wire nobody = new Wire(loop);

        for (Wire wire : List.of(ann, bob, eve, nobody)) {
            Conversation client = conversations.signaling(wire);
            client.receiveText("{\"type\":\"subscribe\",\"topics\":[\"doc\"]}");
            client.receiveText("{\"type\":\"publish\",\"topic\":\"doc\"}");
            client.receiveText("{\"type\":\"publish\",\"topic\":\"elsewhere\"}");
        }

        assertThat(ann.log()).singleElement().asString().startsWith("sent ");
        assertThat(bob.log()).containsExactly("closed FORBIDDEN");
        assertThat(eve.log()).containsExactly("closed FORBIDDEN");
        assertThat(nobody.log()).containsExactly("closed TOKEN_MISSING");
        live.kick("ann", Optional.empty());
        loop.run();
        assertThat(ann.log()).containsExactly("closed KICKED");
    }
}
