package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.auth.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What those who were let in may do. */
class AccessTest extends AdmissionByHand {

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"EDITOR", "OWNER"})
    void whoMayWriteIsConfirmedInEveryDialect(Role role) throws InterruptedException {
        roles.put("ann", role);
        Wire web = new Wire(loop, "ann");
        Wire sweet = new Wire(loop, "ann");
        Wire hocus = new Wire(loop);

        say(conversations.yWebsocket(NAME, web), "00 02 0b 01 01 01 00 04 01 01 74 01 68 00");
        say(conversations.ySweet(NAME, sweet), EMPTY_STEP_2, "00 02 0b 01 01 02 00 04 01 01 74 01 68 00", "66 01 01");
        say(conversations.hocuspocus(hocus), token("ann"), DOC + "00 02 0b 01 01 03 00 04 01 01 74 01 68 00");

        await(web, "sent 00 02 0b 01 01 01 00 04 01 01 74 01 68 00");
        await(sweet, "sent 66 01 01");
        await(hocus, "sent " + READ_WRITE, "sent " + DOC + "08 01");
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"VIEWER", "COMMENTER"})
    void whoMayNotWriteIsToldSoInItsDialectAndStays(Role role) throws InterruptedException {
        roles.put("ann", role);
        Wire web = new Wire(loop, "ann");
        Wire sweet = new Wire(loop, "ann");
        Wire hocus = new Wire(loop);
        Conversation viaWeb = conversations.yWebsocket(NAME, web);
        Conversation viaSweet = conversations.ySweet(NAME, sweet);
        Conversation viaHocus = conversations.hocuspocus(hocus);

        say(viaWeb, UPDATE, STEP_1);
        say(viaSweet, EMPTY_STEP_2, UPDATE, "66 01 01", STEP_1);
        say(viaHocus, token("ann"), DOC + UPDATE, DOC + ANSWER, DOC + EMPTY_STEP_2, DOC + STEP_1);

        await(web, "sent " + EMPTY_STEP_2);
        await(sweet, "sent 66 01 00", "sent " + EMPTY_STEP_2);
        await(
                hocus,
                "sent " + READ_ONLY,
                "sent " + DOC + "08 00", // the edit
                "sent " + DOC + "08 00", // an answer with news
                "sent " + DOC + "08 01", // an answer without
                "sent " + DOC + STEP_1,
                "sent " + DOC + EMPTY_STEP_2);
        assertThat(web.log()).noneMatch(line -> line.startsWith("closed") || line.equals("sent " + UPDATE));
        assertThat(journal.waiting()).isEmpty();
        assertThat(metrics.scrape()).contains("reason=\"forbidden-edit\"} 4.0");
    }

    @Test
    void nobodyIsAskedForWhatTheyMayNotGive() throws InterruptedException {
        roles.put("ann", Role.VIEWER);
        Wire web = new Wire(loop, "ann");

        say(conversations.yWebsocket(NAME, web), STEP_1);

        loop.runUntil(() -> !web.peek().isEmpty());
        assertThat(web.log()).containsExactly("sent " + EMPTY_STEP_2);
    }

    @Test
    void presenceSaysWhoItReallyIs() throws InterruptedException {
        roles.put("ann", Role.VIEWER);
        roles.put("bob", Role.EDITOR);
        Wire bob = new Wire(loop, "bob");
        conversations.yWebsocket(NAME, bob);
        Conversation ann = conversations.yWebsocket(NAME, new Wire(loop, "ann"));

        ann.receive(presence(5, "{\"user\":{\"name\":\"Bob\",\"id\":\"bob\",\"color\":\"#123\"},\"cursor\":7}"));
        assertThat(presenceSeenBy(bob))
                .isEqualTo("{\"user\":{\"name\":\"ANN\",\"id\":\"ann\",\"color\":\"#123\"},\"cursor\":7}");

        ann.receive(presence(6, "{}"));
        assertThat(presenceSeenBy(bob)).isEqualTo("{\"user\":{\"id\":\"ann\",\"name\":\"ANN\"}}");

        ann.receive(presence(7, "{\"user\":\"bob\"}"));
        assertThat(presenceSeenBy(bob)).isEqualTo("{\"user\":{\"id\":\"ann\",\"name\":\"ANN\"}}");

        ann.receive(presence(8, "null"));
        assertThat(presenceSeenBy(bob)).isEqualTo("null");
    }

    @Test
    void aPresenceThatIsNoneClosesItsConnection() {
        roles.put("ann", Role.EDITOR);
        Wire ann = new Wire(loop, "ann");

        say(conversations.yWebsocket(NAME, ann), "01 05 01 01 00 01 7b");

        assertThat(ann.log()).contains("closed MALFORMED");
    }

    @Test
    void whoMayOnlyLookOnSendsNoMessagesToOthers() throws InterruptedException {
        roles.put("ann", Role.VIEWER);
        roles.put("bob", Role.COMMENTER);
        Wire hocus = new Wire(loop);
        Wire other = new Wire(loop);
        Conversation ann = conversations.hocuspocus(hocus);
        Conversation bob = conversations.hocuspocus(other);
        say(ann, token("ann"));
        say(bob, token("bob"));
        await(hocus, "sent " + READ_ONLY);
        await(other, "sent " + READ_ONLY);

        say(ann, DOC + "05 02 68 69", DOC + STEP_1);
        await(hocus, "sent " + DOC + STEP_1, "sent " + DOC + EMPTY_STEP_2);
        assertThat(other.log()).isEmpty();

        say(bob, DOC + "05 02 68 69");
        await(hocus, "sent " + DOC + "05 02 68 69");
    }
}
