package io.codecollab.crdt.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A recorded session: its head and everything that happened. Immutable. */
record Run(String name, List<Entry> entries) {

    private static final int SHOWN_CHARS = 2000;

    /** Reads a {@code .jsonl} file, or a {@code .jsonl.gz}, with one run in it. */
    static Run read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
            List<Run> runs = readAll(text);
            return runs.get(0);
        }
    }

    /** Reads runs that follow one another. The stream is left open. */
    static List<Run> readAll(InputStream in) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        List<Run> runs = new ArrayList<>();
        List<Entry> entries = List.of();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("{\"k\":\"head\"")) {
                entries = new ArrayList<>();
                Entry head = Entry.parse(1, line);
                runs.add(new Run(head.text("profile") + "/" + head.text("seed"), entries));
            }
            entries.add(Entry.parse(entries.size() + 1, line));
        }
        return runs;
    }

    Entry head() {
        return entries.get(0);
    }

    /** Hands every record to a replay; a failure says which one it was. */
    void replay(Supplier<Replay> maker) {
        Replay replay = maker.get();
        for (Entry entry : entries) {
            replay(replay, head(), entry);
        }
    }

    /** Hands one record to a replay; whatever goes wrong is told as a {@link Mismatch} that says where. */
    static void replay(Replay replay, Entry head, Entry entry) {
        try {
            replay.accept(entry);
        } catch (Mismatch mismatch) {
            throw new Mismatch(message(head, entry, mismatch.getMessage()), mismatch);
        } catch (RuntimeException | AssertionError error) {
            throw new Mismatch(message(head, entry, error.toString()), error);
        }
    }

    private static String message(Entry head, Entry entry, @Nullable String what) {
        String record = entry.text();
        return "profile=" + head.text("profile") + " seed=" + head.text("seed") + " steps=" + head.number("steps")
                + " line=" + entry.line() + "\n    " + what + "\n    record="
                + (record.length() > SHOWN_CHARS ? record.substring(0, SHOWN_CHARS) + "…" : record);
    }
}
