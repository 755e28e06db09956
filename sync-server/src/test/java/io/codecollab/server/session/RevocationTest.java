package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.auth.Role;
import io.codecollab.server.document.DocumentName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What those who were let in may do has changed. */
class RevocationTest extends AdmissionByHand {

    @Test
    void whoMayWriteFromNowOnIsAskedForWhatWasRefused() throws InterruptedException {
        roles.put("ann", Role.VIEWER);
        Wire hocus = new Wire(loop);
        Wire sweet = new Wire(loop, "ann");
        Conversation viaHocus = conversations.hocuspocus(hocus);
        Conversation viaSweet = conversations.ySweet(NAME, sweet);
        say(viaHocus, token("ann"), DOC + UPDATE, DOC + "00 02 0a 01 01 01 01 84 01 00 01 69 00");
        say(viaSweet, EMPTY_STEP_2, "00 02 0b 01 01 07 00 04 01 01 75 01 68 00", "66 01 01");
        await(hocus, "sent " + READ_ONLY, "sent " + DOC + "08 00", "sent " + DOC + "08 00");
        await(sweet, "sent 66 01 00");

        roles.put("ann", Role.EDITOR);
        live.roleChanged("ann", Optional.of(NAME));

        await(hocus, "sent " + READ_WRITE, "sent " + DOC + STEP_1);
        await(sweet, "sent " + STEP_1);
        say(viaHocus, DOC + "00 01 0c 01 01 01 00 04 01 01 74 02 68 69 00");
        say(viaSweet, "00 01 0b 01 01 07 00 04 01 01 75 01 68 00", "66 01 01");
        // one for each of the two edits, none for the answer that brought them
        await(hocus, "sent " + DOC + "08 01", "sent " + DOC + "08 01");
        await(sweet, "sent 66 01 01");
        assertThat(hocus.log().stream().filter(line -> line.equals("sent " + DOC + "08 01")))
                .isEmpty();
    }

    @Test
    void whoMayNoLongerWriteIsToldAndStays() throws InterruptedException {
        roles.put("ann", Role.EDITOR);
        Wire hocus = new Wire(loop);
        Conversation client = conversations.hocuspocus(hocus);
        say(client, token("ann"));
        await(hocus, "sent " + READ_WRITE);

        roles.put("ann", Role.VIEWER);
        live.accessChanged(NAME);
        await(hocus, "sent " + READ_ONLY);
        say(client, DOC + UPDATE);

        await(hocus, "sent " + DOC + "08 00");
        assertThat(live.in(NAME))
                .singleElement()
                .satisfies(who -> assertThat(who.role()).isEqualTo(Role.VIEWER));
    }

    @Test
    void whoHasNoRoleAnyMoreIsSentAway() throws InterruptedException {
        roles.put("ann", Role.EDITOR);
        roles.put("bob", Role.EDITOR);
        Wire ann = new Wire(loop, "ann");
        Wire bob = new Wire(loop, "bob");
        Wire hocus = new Wire(loop);
        conversations.yWebsocket(NAME, ann);
        conversations.yWebsocket(NAME, bob);
        Conversation viaHocus = conversations.hocuspocus(hocus);
        say(viaHocus, token("ann"));
        await(hocus, "sent " + READ_WRITE);

        roles.remove("ann");
        live.roleChanged("ann", Optional.empty());
        loop.run();

        assertThat(ann.log()).contains("closed FORBIDDEN");
        assertThat(hocus.log())
                .containsExactly(
                        "sent " + DOC + "02 01 " + text("no access to this document"),
                        "sent " + DOC + "07 " + text("no access to this document"));
        assertThat(bob.peek()).noneMatch(line -> line.startsWith("closed"));
        assertThat(live.in(NAME)).extracting(who -> who.who().user()).containsExactly("bob");
    }

    @Test
    void whoIsKickedIsSentAwayFromThatDocument() throws InterruptedException {
        roles.put("ann", Role.OWNER);
        Wire here = new Wire(loop, "ann");
        Wire there = new Wire(loop, "ann");
        conversations.yWebsocket(NAME, here);
        conversations.yWebsocket(new DocumentName("other"), there);
        loop.runUntil(() -> !here.peek().isEmpty() && !there.peek().isEmpty());

        live.kick("ann", Optional.of(NAME));
        loop.run();
        assertThat(here.log()).contains("closed KICKED");
        assertThat(there.peek()).noneMatch(line -> line.startsWith("closed"));

        live.kick("ann", Optional.empty());
        loop.run();
        assertThat(there.log()).contains("closed KICKED");
    }

    @Test
    void aRoleThatIsTakenAwayWhileItIsLookedUpIsNotGranted() {
        roles.put("ann", Role.EDITOR);
        List<CompletableFuture<Optional<Role>>> asked = new CopyOnWriteArrayList<>();
        Conversations slowRoles = new Conversations(
                documents,
                new Admissions(
                        true,
                        this::identify,
                        (who, document) -> {
                            asked.add(new CompletableFuture<>());
                            return asked.get(asked.size() - 1);
                        },
                        live,
                        now::get),
                SessionLimits.defaults(),
                metrics);
        Wire ann = new Wire(loop, "ann");
        slowRoles.yWebsocket(NAME, ann);

        live.roleChanged("ann", Optional.of(NAME));
        loop.run();
        asked.get(0).complete(Optional.of(Role.EDITOR));
        loop.run();
        assertThat(ann.peek()).isEmpty();
        asked.get(1).complete(Optional.empty());
        loop.run();

        assertThat(ann.log()).containsExactly("closed FORBIDDEN");
    }
}
