package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * Edits that many clients make at once without knowing of each other, under the names {@link Conflict} explains.
 *
 * <p>Not thread-safe.
 */
final class SyntheticConflicts {

    /** Where in the common text of a hundred characters everybody writes. */
    private static final int SPOT = 50;

    private static final int COMMON_CHARACTERS = 100;
    private static final int PAIR_EDITS = 6_000;
    private static final long FIRST_CLIENT = 1_000_000;

    private final Random random;
    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final byte[] common;

    /**
     * One conflict.
     *
     * @param base the document everybody started from, may be empty
     * @param updates everybody's updates in delivery order
     * @param expectedJson {@code {text, map, array}} of the merged document
     */
    record Case(byte[] base, List<byte[]> updates, String expectedJson) {}

    private SyntheticConflicts(long seed) {
        random = new Random(seed);
        Doc doc = SyntheticTraces.newDoc(1);
        doc.getText("text").insert(0, letters(COMMON_CHARACTERS));
        common = doc.encodeStateAsUpdate();
    }

    /** All conflicts by name. */
    static Map<String, Case> all(long seed) {
        SyntheticConflicts conflicts = new SyntheticConflicts(seed);
        conflicts.addOneCharacterEach();
        conflicts.addTypists();
        conflicts.addManyWriters(77);
        conflicts.addManyWriters(1_540);
        conflicts.addPairs();
        return conflicts.cases;
    }

    private void addOneCharacterEach() {
        List<List<byte[]>> clients = clients(1_000, common, (doc, i) -> {
            doc.getText("text").insert(SPOT, letters(1));
        });
        add("k1000-asc", common, concatenated(clients));
        List<List<byte[]>> reversed = new ArrayList<>(clients);
        Collections.reverse(reversed);
        add("k1000-desc", common, concatenated(reversed));
        List<List<byte[]>> shuffled = new ArrayList<>(clients);
        Collections.shuffle(shuffled, random);
        add("k1000-shuffled", common, concatenated(shuffled));
    }

    private void addTypists() {
        List<List<byte[]>> forwards = clients(200, common, (doc, i) -> {
            for (int k = 0; k < 50; k++) {
                doc.getText("text").insert(SPOT + k, letters(1));
            }
        });
        add("t200x50-interleaved", common, interleaved(forwards));
        List<List<byte[]>> whole =
                clients(200, common, (doc, i) -> doc.getText("text").insert(SPOT, letters(50)));
        add("t200x50-merged", common, concatenated(whole));
        List<List<byte[]>> backwards = clients(50, common, (doc, i) -> {
            for (int k = 0; k < 50; k++) {
                doc.getText("text").insert(SPOT, letters(1));
            }
        });
        add("back50x50-interleaved", common, interleaved(backwards));
    }

    private void addManyWriters(int count) {
        byte[] nothing = new Doc().encodeStateAsUpdate();
        addWriters(
                "b3-text-" + count,
                count,
                nothing,
                (doc, i) -> doc.getText("text").insert(0, i.toString()));
        addWriters(
                "b3-array-" + count,
                count,
                nothing,
                (doc, i) -> doc.getArray("array").insert(0, i.toString()));
        addWriters(
                "b3-map-number-" + count,
                count,
                nothing,
                (doc, i) -> doc.getMap("map").set("v", i));
        addWriters("b3-map-object-" + count, count, nothing, (doc, i) -> {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("name", i.toString());
            value.put("address", "here");
            doc.getMap("map").set("v", value);
        });
    }

    private void addWriters(String name, int count, byte[] base, BiConsumer<Doc, Integer> write) {
        List<List<byte[]>> clients = clients(count, base, write);
        Collections.shuffle(clients, random);
        add(name, base, concatenated(clients));
    }

    private void addPairs() {
        BiConsumer<Doc, Integer> insert = (doc, i) -> {
            for (int k = 0; k < PAIR_EDITS; k++) {
                doc.getText("text").insert(random.nextInt(doc.getText("text").length() + 1), letters(1));
            }
        };
        addPair("b2-random-insert", insert);
        BiConsumer<Doc, Integer> insertAndDelete = (doc, i) -> {
            for (int k = 0; k < PAIR_EDITS; k++) {
                int length = doc.getText("text").length();
                int position = random.nextInt(length + 1);
                if (position < length && random.nextInt(5) < 2) {
                    doc.getText("text").delete(position, Math.min(1 + random.nextInt(4), length - position));
                } else {
                    doc.getText("text").insert(position, letters(1 + random.nextInt(3)));
                }
            }
        };
        addPair("b2-insert-delete", insertAndDelete);
    }

    private void addPair(String name, BiConsumer<Doc, Integer> write) {
        List<List<byte[]>> clients = clients(2, common, write);
        add(name + "-perop", common, concatenated(clients));
        byte[] stateVector = Question.load(common).encodeStateVector();
        List<byte[]> merged = new ArrayList<>();
        for (List<byte[]> updates : clients) {
            merged.add(Question.applyAll(Question.load(common), updates).encodeStateAsUpdate(stateVector));
        }
        add(name + "-merged", common, merged);
    }

    private void add(String name, byte[] base, List<byte[]> updates) {
        List<byte[]> inAnotherOrder = new ArrayList<>(updates);
        Collections.reverse(inAnotherOrder);
        Doc doc = Question.applyAll(Question.load(base), inAnotherOrder);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("text", Question.text(doc));
        expected.put("map", doc.getMap("map").toJson());
        expected.put("array", doc.getArray("array").toJson());
        cases.put(name, new Case(base, updates, JsonText.write(expected)));
    }

    /** The updates of each of {@code count} clients with ascending numbers that all start from the base. */
    private static List<List<byte[]>> clients(int count, byte[] base, BiConsumer<Doc, Integer> write) {
        List<List<byte[]>> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Doc doc = SyntheticTraces.newDoc(FIRST_CLIENT + 7L * i);
            doc.applyUpdate(base);
            List<byte[]> updates = new ArrayList<>();
            doc.onUpdate((update, origin, source, transaction) -> updates.add(update));
            write.accept(doc, i);
            clients.add(updates);
        }
        return clients;
    }

    private static List<byte[]> concatenated(List<List<byte[]>> clients) {
        return clients.stream().flatMap(List::stream).toList();
    }

    private static List<byte[]> interleaved(List<List<byte[]>> clients) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < clients.get(0).size(); i++) {
            for (List<byte[]> updates : clients) {
                all.add(updates.get(i));
            }
        }
        return all;
    }

    private String letters(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
