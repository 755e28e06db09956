package io.codecollab.bench;

import io.codecollab.bench.CrdtReplica.Part;
import io.codecollab.bench.CrdtScenario.ManyUsers;
import io.codecollab.bench.CrdtScenario.OneWriter;
import io.codecollab.bench.CrdtScenario.TwoWriters;
import io.codecollab.crdt.lib0.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * What the users of the public crdt-benchmarks do (github.com/dmonad/crdt-benchmarks, N = 6,000), under its names: B1.1 to
 * B1.11 one user writes and another follows, B2.1 to B2.4 two write at once, B3.1 to B3.5 many set or insert one thing
 * each, B4 somebody writes a paper. Chance is a generator of its own per benchmark, the same in {@code
 * node/crdt-inputs.mjs}.
 *
 * <p>Single use, not thread-safe.
 */
final class CrdtInputs {

    static final int N = 6_000;

    /** Twenty times the root of N. */
    static final int MANY = 20 * (int) Math.sqrt(N);

    private static final int START_LENGTH = 100;

    private final Mulberry32 random;

    private CrdtInputs(Mulberry32 random) {
        this.random = random;
    }

    /** The scenario with this name. */
    static CrdtScenario scenario(String name, Traces traces) {
        if (name.equals("B4")) {
            return new OneWriter(edits(traces.edits()), Part.TEXT, traces.finalText("b4"));
        }
        return new CrdtInputs(new Mulberry32(seed(name))).scenario(name);
    }

    /** B2.4 has the seed 204. */
    private static int seed(String name) {
        int dot = name.indexOf('.');
        return 100 * Integer.parseInt(name.substring(1, dot)) + Integer.parseInt(name.substring(dot + 1));
    }

    private CrdtScenario scenario(String name) {
        return switch (name) {
            case "B1.1" -> {
                String text = random.word(N, N);
                yield new OneWriter(edits(letters(text, true)), Part.TEXT, text);
            }
            case "B1.2" -> {
                String text = random.word(N, N);
                yield new OneWriter(edits(List.of(new Edit(0, 0, text))), Part.TEXT, text);
            }
            case "B1.3" -> {
                String text = random.word(N, N);
                yield new OneWriter(edits(letters(text, false)), Part.TEXT, text);
            }
            case "B1.4" -> typedByOne(randomInsertions("", 1, 1));
            case "B1.5" -> typedByOne(randomInsertions("", 2, 10));
            case "B1.6" -> {
                String text = random.word(N, N);
                Consumer<CrdtReplica> both = replica -> {
                    replica.edit(List.of(new Edit(0, 0, text)));
                    replica.edit(List.of(new Edit(0, N, "")));
                };
                yield new OneWriter(List.of(both), Part.TEXT, "");
            }
            case "B1.7" -> typedByOne(typed("", Collections.nCopies(N, this::insertOrDelete)));
            case "B1.8" -> {
                List<Integer> numbers = random.numbers(N);
                List<Consumer<CrdtReplica>> input = new ArrayList<>();
                for (int i = 0; i < N; i++) {
                    input.add(insertion(i, numbers.get(i)));
                }
                yield new OneWriter(input, Part.VALUES, numbers);
            }
            case "B1.9" -> {
                List<Integer> numbers = random.numbers(N);
                yield new OneWriter(List.of(replica -> replica.insertValues(0, numbers)), Part.VALUES, numbers);
            }
            case "B1.10" -> {
                List<Integer> numbers = random.numbers(N);
                List<Consumer<CrdtReplica>> input =
                        numbers.stream().map(number -> insertion(0, number)).toList();
                Collections.reverse(numbers);
                yield new OneWriter(input, Part.VALUES, numbers);
            }
            case "B1.11" -> numbersAtRandomPlaces();
            case "B2.1" -> twoWriters(start -> List.of(new Edit(0, 0, random.word(N, N))));
            case "B2.2" -> twoWriters(start -> randomInsertions(start, 1, 1).edits());
            case "B2.3" -> twoWriters(start -> randomInsertions(start, 3, 9).edits());
            case "B2.4" -> twoWriters(this::insertionsAndMore);
            case "B3.1" -> manyUsers(Part.ENTRIES, i -> replica -> replica.setEntry("v", i));
            case "B3.2" -> manyUsers(Part.ENTRIES, i -> replica -> replica.setEntry("v", person(i)));
            case "B3.3" ->
                manyUsers(
                        Part.ENTRIES,
                        i -> replica -> replica.setEntry("v", String.valueOf(i).repeat(MANY)));
            case "B3.4" -> manyUsers(Part.VALUES, i -> replica -> replica.insertValues(0, List.of(String.valueOf(i))));
            case "B3.5" ->
                manyUsers(Part.TEXT, i -> replica -> replica.edit(List.of(new Edit(0, 0, String.valueOf(i)))));
            default -> throw new IllegalArgumentException("no such benchmark, benchmark=" + name);
        };
    }

    /** Every edit is a transaction. */
    private static List<Consumer<CrdtReplica>> edits(List<Edit> edits) {
        return edits.stream()
                .map(List::of)
                .map(edit -> (Consumer<CrdtReplica>) replica -> replica.edit(edit))
                .toList();
    }

    /** The letters of a text as insertions, each behind the one before it or, from the last, each before it. */
    private static List<Edit> letters(String text, boolean forward) {
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            int at = forward ? i : text.length() - 1 - i;
            edits.add(new Edit(forward ? at : 0, 0, text.substring(at, at + 1)));
        }
        return edits;
    }

    private static CrdtScenario typedByOne(Typed typed) {
        return new OneWriter(edits(typed.edits()), Part.TEXT, typed.text());
    }

    private static Consumer<CrdtReplica> insertion(int index, Integer number) {
        List<Integer> values = List.of(number);
        return replica -> replica.insertValues(index, values);
    }

    private CrdtScenario numbersAtRandomPlaces() {
        List<Integer> numbers = new ArrayList<>();
        List<Consumer<CrdtReplica>> input = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            int index = random.below(numbers.size() + 1);
            int number = random.number();
            numbers.add(index, number);
            input.add(insertion(index, number));
        }
        return new OneWriter(input, Part.VALUES, numbers);
    }

    private CrdtScenario twoWriters(Function<String, List<Edit>> edits) {
        String start = random.word(START_LENGTH, START_LENGTH);
        return new TwoWriters(start, edits.apply(start), edits.apply(start));
    }

    private CrdtScenario manyUsers(Part part, IntFunction<Consumer<CrdtReplica>> change) {
        return ManyUsers.of(part, Stream.generate(random::next).limit(MANY).toList(), change);
    }

    private static Map<String, Object> person(int number) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("name", String.valueOf(number));
        person.put("address", "here");
        return person;
    }

    private Typed randomInsertions(String start, int shortest, int longest) {
        return typed(start, Collections.nCopies(N, length -> insertWord(length, shortest, longest)));
    }

    private List<Edit> insertionsAndMore(String start) {
        List<Function<Integer, Edit>> choices = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            choices.add(length -> insertWord(length, 3, 9));
            choices.add(this::insertOrDelete);
        }
        return typed(start, choices).edits();
    }

    private Edit insertWord(int length, int shortest, int longest) {
        int position = random.below(length + 1);
        return new Edit(position, 0, random.word(shortest, longest));
    }

    private Edit insertOrDelete(int length) {
        int position = random.below(length + 1);
        if (position == length || random.below(2) == 0) {
            return new Edit(position, 0, random.word(2, 10));
        }
        return new Edit(position, 1 + random.below(Math.min(9, length - position)), "");
    }

    /** Edits one after the other, each chosen by how long the text is by then. */
    private static Typed typed(String start, List<Function<Integer, Edit>> choices) {
        StringBuilder text = new StringBuilder(start);
        List<Edit> edits = new ArrayList<>();
        for (Function<Integer, Edit> choice : choices) {
            Edit edit = choice.apply(text.length());
            edit.applyTo(text);
            edits.add(edit);
        }
        return new Typed(edits, text.toString());
    }

    /** The content as one text, whatever the order of the keys. */
    static String canonical(Object content) {
        return content instanceof String text ? text : JsonText.write(sorted(content));
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put((String) key, sorted(each)));
            return sorted;
        }
        return value;
    }

    private record Typed(List<Edit> edits, String text) {}
}
