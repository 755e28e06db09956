package io.codecollab.crdt.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Java and npm yjs as peers of the same random sessions, in lockstep: every operation is done on both sides, the Java
 * documents are sent what Yjs emitted, and the Yjs documents are sent what Java emitted.
 *
 * <p>A build has always the same sessions: one in some hundred random ones comes to a place that Yjs leaves to chance (a
 * struct that is parked once as an item and once collected), and a gate must not. {@code -Dlive.fuzz.seconds=600} has fresh
 * ones for ten minutes, {@code -Dlive.fuzz.seed=…} does the same again, {@code -Dlive.fuzz.profiles=undo,xml} has only these
 * profiles. The script of a session that failed is left in {@code target/live-fuzz}; {@code -Dreplay.file=…} replays it.
 */
class LiveFuzzTest {

    private static final int SESSIONS_OF_A_BUILD = 60;
    private static final String SEED_OF_A_BUILD = "lockstep";

    private static final int SECONDS = Integer.getInteger("live.fuzz.seconds", 0);
    private static final Duration TIME = SECONDS > 0 ? Duration.ofSeconds(SECONDS) : Duration.ofMinutes(10);
    private static final int SESSIONS = SECONDS > 0 ? Integer.MAX_VALUE : SESSIONS_OF_A_BUILD;
    private static final String SEED = System.getProperty(
            "live.fuzz.seed", SECONDS > 0 ? Long.toString(System.currentTimeMillis()) : SEED_OF_A_BUILD);

    private static final List<String> PROFILES = Arrays.stream(
                    System.getProperty("live.fuzz.profiles", "").split(","))
            .filter(name -> !name.isEmpty())
            .toList();

    @Test
    void yjsAndJavaStayTheSameInEverySession() throws IOException, InterruptedException {
        System.out.println("live fuzz: -Dlive.fuzz.seed=" + SEED);
        long deadline = System.nanoTime() + TIME.toNanos();
        List<String> script = new ArrayList<>(List.of("live.mjs", SEED));
        script.addAll(PROFILES);
        Process yjs = Node.start(script);
        int records = 0;
        int sessions = 0;
        try (BufferedReader in =
                        new BufferedReader(new InputStreamReader(yjs.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = yjs.getOutputStream()) {
            Session session = new Session();
            while (System.nanoTime() < deadline) {
                String line = in.readLine();
                if (line == null) {
                    throw new IllegalStateException("the live peer ended, seed=" + SEED);
                }
                if (line.startsWith("{\"k\":\"head\"")) {
                    if (++sessions > SESSIONS) {
                        break;
                    }
                    session = new Session();
                }
                answer(out, session.accept(line));
                records++;
            }
            answer(out, "{\"stop\":true}");
            assertThat(yjs.waitFor()).isZero();
        } finally {
            yjs.destroy();
        }
        System.out.println("live fuzz: records=" + records);
        assertThat(records).isPositive();
    }

    private static void answer(OutputStream out, String answer) throws IOException {
        out.write((answer + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** One random session, with everything said so far. */
    private static final class Session {

        private final OperationReplay replay = new OperationReplay();
        private final List<Entry> entries = new ArrayList<>();

        /** Does one record and says what our documents emitted. */
        String accept(String line) throws IOException {
            Entry entry = Entry.parse(entries.size() + 1, line);
            entries.add(entry);
            try {
                Run.replay(replay, entries.get(0), entry);
            } catch (Mismatch mismatch) {
                throw new Mismatch("script=" + writeScript() + " " + mismatch.getMessage(), mismatch);
            }
            List<String> updates = replay.lastEmitted().stream()
                    .map(emission -> "[\"" + HexFormat.of().formatHex(emission.v1()) + "\",\""
                            + HexFormat.of().formatHex(emission.v2()) + "\"]")
                    .toList();
            return "{\"u\":[" + String.join(",", updates) + "]}";
        }

        private Path writeScript() throws IOException {
            Path folder = Files.createDirectories(Path.of("target", "live-fuzz"));
            Entry head = entries.get(0);
            Path script = folder.resolve(head.text("profile") + "-" + head.text("seed") + ".jsonl");
            Files.write(script, entries.stream().map(Entry::text).toList());
            return script;
        }
    }
}
