package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Stands in for the recorded traces where there are none: the same files, in the same formats, written by {@linkplain
 * SyntheticAuthor made-up authors} from one seed. The sequential trace is shorter than the recorded one.
 *
 * <p>The final texts of single authors come from a {@link StringBuilder} that followed the same edits, so that checking
 * the engine against them means something. What many clients lead to is what the engine makes of their updates in
 * another order than the delivered one; whether Yjs agrees shows when the rivals read the files.
 *
 * <p>Not thread-safe.
 */
final class SyntheticTraces {

    static final long SEED = 20_260_101;

    /** Part of the folder's name: another version of this class writes another folder. */
    private static final int VERSION = 2;

    private static final int SEQUENTIAL_EDITS = 60_000;
    private static final int HOT_UPDATES = 10_000;
    private static final int HOT_BURST = 20;
    private static final int CONCURRENT_UPDATES = 20_000;
    private static final long SEQUENTIAL_CLIENT = 2_654_435_769L;
    private static final long RANDOM_CLIENT = 3_203_266_110L;
    private static final long TYPING_CLIENT = 2_864_434_415L;

    private final Path directory;

    private SyntheticTraces(Path directory) {
        this.directory = directory;
    }

    /** Writes the files into {@code args[0]}, or into the default place. */
    public static void main(String[] args) {
        Path directory = args.length > 0 ? write(Path.of(args[0])) : writeOnce(Traces.derivedDirectory());
        System.out.println("directory=" + directory + ", seed=" + SEED);
    }

    /** A folder under {@code parent} with all traces in it: that of an earlier call if there is one. */
    static Path writeOnce(Path parent) {
        Path finished = parent.resolve("synthetic-" + SEED + "-v" + VERSION);
        if (Files.isDirectory(finished)) {
            return finished;
        }
        try {
            Files.createDirectories(parent);
            Path unfinished = Files.createTempDirectory(parent, "synthetic");
            write(unfinished);
            return Files.move(unfinished, finished);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write synthetic traces, directory=" + finished, e);
        }
    }

    static Path write(Path directory) {
        try {
            Files.createDirectories(directory);
            SyntheticTraces traces = new SyntheticTraces(directory);
            byte[] document = traces.writeSequential();
            traces.writeHot("hot-random", document, RANDOM_CLIENT, 1);
            traces.writeHot("hot-typing", document, TYPING_CLIENT, HOT_BURST);
            traces.writeConcurrent();
            SyntheticEditingTraces.writeConcurrent(
                    directory.resolve("friendsforever" + Traces.EDITING_TRACE), SEED + 4, CONCURRENT_UPDATES);
            for (Map.Entry<String, SyntheticConflicts.Case> each :
                    SyntheticConflicts.all(SEED).entrySet()) {
                traces.writeConflict(each.getKey(), each.getValue());
            }
            Files.writeString(
                    directory.resolve("SYNTHETIC"),
                    "Made by " + SyntheticTraces.class.getName() + ", seed=" + SEED + "\n");
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write synthetic traces, directory=" + directory, e);
        }
    }

    private byte[] writeSequential() throws IOException {
        SyntheticAuthor author = new SyntheticAuthor(SEED);
        StringBuilder expected = new StringBuilder();
        Recorder recorder = new Recorder(newDoc(SEQUENTIAL_CLIENT));
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < SEQUENTIAL_EDITS; i++) {
            Edit edit = author.next(expected.length());
            edits.add(edit);
            edit.applyTo(expected);
            edit.applyTo(recorder.text);
            writeStateVectorIfBehind("b4", recorder.doc, SEQUENTIAL_EDITS - 1 - i);
        }
        writeRecords("b4-ops.bin", edits.stream().map(Edit::encode).toList());
        SyntheticEditingTraces.writeSequential(
                directory.resolve("automerge-paper" + Traces.EDITING_TRACE), edits, expected.toString());
        writeRecords("b4-updates-v1.bin", recorder.updates);
        writeEnd("b4", recorder.doc, expected.toString());
        return recorder.doc.encodeStateAsUpdate();
    }

    /** Single-character insertions by another client, at places that change every {@code burst} updates. */
    private void writeHot(String trace, byte[] document, long client, int burst) throws IOException {
        Random random = new Random(SEED + client);
        Doc doc = newDoc(client);
        doc.applyUpdate(document);
        Recorder recorder = new Recorder(doc);
        StringBuilder expected = new StringBuilder(recorder.text.toString());
        int position = 0;
        for (int i = 0; i < HOT_UPDATES; i++) {
            position = i % burst == 0 ? random.nextInt(expected.length() + 1) : position + 1;
            Edit edit = new Edit(position, 0, String.valueOf((char) ('a' + random.nextInt(26))));
            edit.applyTo(expected);
            edit.applyTo(recorder.text);
            writeStateVectorIfBehind(trace, doc, HOT_UPDATES - 1 - i);
        }
        writeRecords(trace + "-v1.bin", recorder.updates);
        writeEnd(trace, doc, expected.toString());
    }

    /** Two authors, each of whom hears of the other's edits a little later. */
    private void writeConcurrent() throws IOException {
        Random random = new Random(SEED + 1);
        List<byte[]> all = new ArrayList<>();
        List<Recorder> authors =
                List.of(new Recorder(newDoc(SEQUENTIAL_CLIENT)), new Recorder(newDoc(SEQUENTIAL_CLIENT + 1)));
        List<SyntheticAuthor> hands = List.of(new SyntheticAuthor(SEED + 2), new SyntheticAuthor(SEED + 3));
        int[] heard = new int[2];
        while (all.size() < CONCURRENT_UPDATES) {
            int who = random.nextInt(2);
            Recorder author = authors.get(who);
            for (int i = random.nextInt(30); i >= 0; i--) {
                hands.get(who).next(author.text.length()).applyTo(author.text);
                all.add(author.updates.get(author.updates.size() - 1));
            }
            if (random.nextInt(3) == 0) {
                hear(authors, heard, 0);
                hear(authors, heard, 1);
            }
        }
        hear(authors, heard, 0);
        hear(authors, heard, 1);
        String text = authors.get(0).text.toString();
        Check.sameText(authors.get(1).text.toString(), text);
        writeRecords("trace-friendsforever-v1.bin", all);
        writeEnd("trace-friendsforever", Question.applyAll(new Doc(), all), text);
    }

    /** One author takes what the other wrote since last time. */
    private static void hear(List<Recorder> authors, int[] heard, int listener) {
        List<byte[]> updates = authors.get(1 - listener).updates;
        for (; heard[listener] < updates.size(); heard[listener]++) {
            authors.get(listener).doc.applyUpdate(updates.get(heard[listener]));
        }
    }

    private void writeConflict(String name, SyntheticConflicts.Case conflict) throws IOException {
        List<byte[]> records = new ArrayList<>();
        records.add(conflict.base());
        records.addAll(conflict.updates());
        writeRecords("conf-" + name + ".bin", records);
        Files.writeString(directory.resolve("conf-" + name + ".json"), conflict.expectedJson());
    }

    private void writeStateVectorIfBehind(String trace, Doc doc, int editsToCome) throws IOException {
        if (editsToCome == Traces.BEHIND) {
            Files.write(directory.resolve(trace + "-sv-1000-behind.bin"), doc.encodeStateVector());
        }
    }

    private void writeEnd(String trace, Doc doc, String expected) throws IOException {
        Check.sameText(Question.text(doc), expected);
        Files.writeString(directory.resolve(trace + "-final.txt"), expected);
        Files.write(directory.resolve(trace + "-doc-v1.bin"), doc.encodeStateAsUpdate());
        Files.write(directory.resolve(trace + "-doc-v2.bin"), doc.encodeStateAsUpdateV2());
    }

    private void writeRecords(String file, List<byte[]> records) throws IOException {
        Files.write(directory.resolve(file), Records.join(records));
    }

    static Doc newDoc(long client) {
        Doc doc = new Doc();
        doc.clientId(client);
        return doc;
    }

    /** A document and every update made in it. Updates that came from elsewhere are not its own. */
    private static final class Recorder {

        private final Doc doc;
        private final YText text;
        private final List<byte[]> updates = new ArrayList<>();

        Recorder(Doc doc) {
            this.doc = doc;
            text = doc.getText("text");
            doc.onUpdate((update, origin, source, transaction) -> {
                if (transaction.local()) {
                    updates.add(update);
                }
            });
        }
    }
}
