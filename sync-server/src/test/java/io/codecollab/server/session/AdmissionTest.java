package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.awareness.AwarenessEntry;
import io.codecollab.crdt.awareness.AwarenessUpdate;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.server.auth.AuthException;
import io.codecollab.server.auth.AuthException.Problem;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.ScriptedJournal;
import io.codecollab.server.ops.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is let in, what they may do there, and until when: tokens are names, roles are in a map, time passes when told to. */
class AdmissionTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final DocumentName NAME = new DocumentName("doc");
    private static final String DOC = "03 64 6f 63 ";
    private static final String STEP_1 = "00 00 01 00";
    private static final String EMPTY_STEP_2 = "00 01 02 00 00";
    private static final String UPDATE = "00 02 0b 01 01 01 00 04 01 01 74 01 68 00";
    private static final String ANSWER = "00 01 0b 01 01 01 00 04 01 01 74 01 68 00";
    private static final String READ_WRITE = DOC + "02 02 0a 72 65 61 64 2d 77 72 69 74 65";
    private static final String READ_ONLY = DOC + "02 02 08 72 65 61 64 6f 6e 6c 79";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
    private final Map<String, Role> roles = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Identity>> slow = new ConcurrentHashMap<>();
    private final List<String> comingsAndGoings = new ArrayList<>();
    private final LiveSessions live = new LiveSessions(new SessionListener() {
        @Override
        public void joined(LiveSessions.Connected client) {
            comingsAndGoings.add("joined " + client.who().user());
        }

        @Override
        public void left(LiveSessions.Connected client) {
            comingsAndGoings.add("left " + client.who().user());
        }

        @Override
        public void turnedAway(DocumentName document, String user, CloseReason reason) {
            comingsAndGoings.add("turned away " + user + " " + reason);
        }
    });
    private final Metrics metrics = new Metrics();
    private final ScriptedJournal journal = new ScriptedJournal();
    private final Documents documents = new Documents(journal, DocumentsConfig.defaults(), metrics);
    private final LoopByHand loop = new LoopByHand();
    private final Conversations conversations = new Conversations(
            documents,
            new Admissions(
                    true,
                    this::identify,
                    (who, document) -> CompletableFuture.completedFuture(Optional.ofNullable(roles.get(who.user()))),
                    live,
                    now::get),
            new SessionLimits(5_000, 1 << 20, 1 << 20, 3, 2_000),
            metrics);

    /** {@code ann} is Ann's token, {@code ann 2} another of hers. */
    private CompletableFuture<Identity> identify(String token) {
        if (token.isEmpty()) {
            return CompletableFuture.failedFuture(new AuthException(Problem.MISSING, "a token is needed"));
        } else if (slow.containsKey(token)) {
            return slow.get(token);
        }
        Instant expiry = expiries.getOrDefault(token, Instant.MAX);
        return expiry.isAfter(now.get())
                ? CompletableFuture.completedFuture(identity(token, expiry))
                : CompletableFuture.failedFuture(new AuthException(Problem.EXPIRED, "the token has expired"));
    }

    private static Identity identity(String token, Instant expiry) {
        String user = token.split(" ", -1)[0];
        return new Identity(user, user.toUpperCase(Locale.ROOT), false, List.of(), expiry);
    }

    @AfterEach
    void close() {
        documents.close();
        metrics.close();
    }

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

    @Test
    void whoIsTurnedAwayWasNeverThere() {
        say(conversations.yWebsocket(NAME, new Wire(loop, "eve")), STEP_1);

        assertThat(comingsAndGoings).containsExactly("turned away eve FORBIDDEN");
    }

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

    private void pass(long seconds, Wire wire) {
        now.updateAndGet(time -> time.plusSeconds(seconds));
        wire.pass(seconds * 1_000);
        loop.run();
    }

    private void say(Conversation client, String... frames) {
        for (String frame : frames) {
            client.receive(HEX.parseHex(frame));
        }
        loop.run();
    }

    /** Waits until all of these came, in this order, whatever came in between; the log is read up to there. */
    private void await(Wire wire, String... lines) throws InterruptedException {
        List<String> log = new ArrayList<>();
        loop.runUntil(() -> {
            log.addAll(wire.log());
            while (!journal.waiting().isEmpty()) {
                journal.commit();
            }
            return containsInOrder(log, lines);
        });
        assertThat(log).containsSubsequence(lines);
    }

    private static boolean containsInOrder(List<String> log, String... lines) {
        int found = 0;
        for (String line : log) {
            if (found < lines.length && line.equals(lines[found])) {
                found++;
            }
        }
        return found == lines.length;
    }

    private static String token(String text) {
        return DOC + "02 00 " + text(text);
    }

    private static String text(String text) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarString(text);
        return HEX.formatHex(writer.toByteArray());
    }

    private static byte[] presence(long clock, String state) {
        byte[] update =
                AwarenessUpdate.encode(List.of(new AwarenessEntry(9, clock, state.equals("null") ? null : state)));
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(1);
        writer.writeVarBytes(update);
        return writer.toByteArray();
    }

    private String presenceSeenBy(Wire wire) throws InterruptedException {
        loop.runUntil(() -> wire.peek().stream().anyMatch(line -> line.startsWith("sent 01 ")));
        String frame = wire.log().stream()
                .filter(line -> line.startsWith("sent 01 "))
                .reduce((first, last) -> last)
                .orElseThrow();
        ByteReader reader = new ByteReader(HEX.parseHex(frame.substring("sent ".length())));
        reader.readVarUint();
        String state = AwarenessUpdate.decode(reader.readVarBytes()).get(0).state();
        return state == null ? "null" : state;
    }
}
