package io.codecollab.crdt.yrs;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.YText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * People who type into one text at random by way of a replica, as clients of a server do: what one wrote is passed on to
 * those who are connected; who comes back gets what he lacks and sends what the replica lacks. One use only; not
 * thread-safe.
 */
final class Typists {

    private static final int PEOPLE = 3;
    private static final int STEPS = 400;

    private final Replica replica;
    private final boolean cutPairs;
    private final Random random;
    private final List<Typist> typists = new ArrayList<>();

    /** Somebody with a document of his own, what of it was not sent yet, and what was sent to him and not read yet. */
    private static final class Typist {
        final Doc doc;
        final String letter;
        final List<byte[]> unsent = new ArrayList<>();
        final List<byte[]> unread = new ArrayList<>();
        boolean connected = true;

        Typist(int number) {
            doc = new Doc(DocOptions.defaults().withClientId(10 + number));
            letter = Character.toString('a' + number);
            doc.onUpdate((update, origin, source, transaction) -> {
                if (origin != this) {
                    unsent.add(update);
                }
            });
        }

        void read() {
            unread.forEach(update -> doc.applyUpdate(update, this));
            unread.clear();
        }
    }

    /** With {@code cutPairs} edits fall between the two units of a surrogate pair, too. */
    Typists(Replica replica, boolean cutPairs, long seed) {
        this.replica = replica;
        this.cutPairs = cutPairs;
        random = new Random(seed);
        for (int i = 0; i < PEOPLE; i++) {
            typists.add(new Typist(i));
        }
    }

    /** Types, comes and goes; in the end all are connected and have read everything. */
    void run() {
        for (int step = 0; step < STEPS; step++) {
            Typist typist = typists.get(random.nextInt(PEOPLE));
            double what = random.nextDouble();
            if (what < 0.6) {
                edit(typist);
            } else if (!typist.connected) {
                if (what > 0.9) {
                    connect(typist);
                }
            } else if (what < 0.85) {
                send(typist);
            } else if (what < 0.97) {
                typist.read();
            } else {
                typist.connected = false;
                typist.unread.clear();
            }
        }
        typists.forEach(this::connect);
        typists.forEach(Typist::read);
    }

    /** Whether all have the same state, and whoever comes now sees the same text. */
    boolean agree() {
        Typist first = typists.get(0);
        Doc newcomer = new Doc();
        newcomer.applyUpdate(replica.encodeStateAsUpdate());
        return newcomer.getText("t").toString().equals(first.doc.getText("t").toString())
                && typists.stream()
                        .allMatch(
                                each -> Arrays.equals(each.doc.encodeStateAsUpdate(), first.doc.encodeStateAsUpdate()));
    }

    private void edit(Typist typist) {
        List<String> words =
                List.of(typist.letter, typist.letter, "😀" + typist.letter, typist.letter + "日本\n", "👩‍💻");
        YText text = typist.doc.getText("t");
        String now = text.toString();
        if (now.length() > 4 && random.nextDouble() < 0.3) {
            int start = random.nextInt(now.length());
            int end = Math.min(now.length(), start + 1 + random.nextInt(4));
            int from = start - (moves(now, start) ? 1 : 0);
            text.delete(from, end + (moves(now, end) ? 1 : 0) - from);
        } else {
            int index = random.nextInt(now.length() + 1);
            text.insert(index - (moves(now, index) ? 1 : 0), words.get(random.nextInt(words.size())));
        }
    }

    private boolean moves(String text, int index) {
        return !cutPairs && index > 0 && Character.isSupplementaryCodePoint(text.codePointAt(index - 1));
    }

    private void send(Typist typist) {
        for (byte[] update : typist.unsent) {
            byte[] passedOn = replica.applyUpdate(update).update();
            for (Typist other : typists) {
                if (other != typist && other.connected) {
                    other.unread.add(passedOn);
                }
            }
        }
        typist.unsent.clear();
    }

    private void connect(Typist typist) {
        typist.connected = true;
        send(typist);
        typist.doc.applyUpdate(replica.encodeStateAsUpdate(typist.doc.encodeStateVector()), typist);
    }
}
