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
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;

/** Clients of a document whose tokens are names, whose roles are in a map, and for whom time passes when told to. */
abstract class AdmissionByHand {

    static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    static final DocumentName NAME = new DocumentName("doc");
    static final String DOC = "03 64 6f 63 ";
    static final String STEP_1 = "00 00 01 00";
    static final String EMPTY_STEP_2 = "00 01 02 00 00";
    static final String UPDATE = "00 02 0b 01 01 01 00 04 01 01 74 01 68 00";
    static final String ANSWER = "00 01 0b 01 01 01 00 04 01 01 74 01 68 00";
    static final String READ_WRITE = DOC + "02 02 0a 72 65 61 64 2d 77 72 69 74 65";
    static final String READ_ONLY = DOC + "02 02 08 72 65 61 64 6f 6e 6c 79";
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final AtomicReference<Instant> now = new AtomicReference<>(START);
    final Map<String, Instant> expiries = new ConcurrentHashMap<>();
    final Map<String, Role> roles = new ConcurrentHashMap<>();
    final Map<String, CompletableFuture<Identity>> slow = new ConcurrentHashMap<>();
    final List<String> comingsAndGoings = new ArrayList<>();
    final LiveSessions live = new LiveSessions(new SessionListener() {
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
    final Metrics metrics = new Metrics();
    final ScriptedJournal journal = new ScriptedJournal();
    final Documents documents = new Documents(journal, DocumentsConfig.defaults(), metrics);
    final LoopByHand loop = new LoopByHand();
    final Conversations conversations = new Conversations(
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
    CompletableFuture<Identity> identify(String token) {
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

    static Identity identity(String token, Instant expiry) {
        String user = token.split(" ", -1)[0];
        return new Identity(user, user.toUpperCase(Locale.ROOT), false, List.of(), expiry);
    }

    @AfterEach
    void close() {
        documents.close();
        metrics.close();
    }

    void pass(long seconds, Wire wire) {
        now.updateAndGet(time -> time.plusSeconds(seconds));
        wire.pass(seconds * 1_000);
        loop.run();
    }

    void say(Conversation client, String... frames) {
        for (String frame : frames) {
            client.receive(HEX.parseHex(frame));
        }
        loop.run();
    }

    /** Waits until all of these came, in this order, whatever came in between; the log is read up to there. */
    void await(Wire wire, String... lines) throws InterruptedException {
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

    static boolean containsInOrder(List<String> log, String... lines) {
        int found = 0;
        for (String line : log) {
            if (found < lines.length && line.equals(lines[found])) {
                found++;
            }
        }
        return found == lines.length;
    }

    static String token(String text) {
        return DOC + "02 00 " + text(text);
    }

    static String text(String text) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarString(text);
        return HEX.formatHex(writer.toByteArray());
    }

    static byte[] presence(long clock, String state) {
        byte[] update =
                AwarenessUpdate.encode(List.of(new AwarenessEntry(9, clock, state.equals("null") ? null : state)));
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(1);
        writer.writeVarBytes(update);
        return writer.toByteArray();
    }

    String presenceSeenBy(Wire wire) throws InterruptedException {
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
