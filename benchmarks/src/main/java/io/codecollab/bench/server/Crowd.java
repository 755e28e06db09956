package io.codecollab.bench.server;

import io.codecollab.crdt.awareness.AwarenessEntry;
import io.codecollab.crdt.awareness.AwarenessUpdate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * People in a document, numbered from 0, each with a name, a colour and a cursor, told of as y-codemirror and y-monaco tell of
 * them: some 330 bytes a person. The same people are made in {@code protocol-questions.mjs}.
 *
 * <p>Stateless.
 */
final class Crowd {

    /** Odd, so that no two people have the same client number; and numbers are spread over all 32 bits, as in life. */
    private static final int SPREAD = 0x9e37_79b1;

    private Crowd() {}

    static long client(int person) {
        return Integer.toUnsignedLong((person + 1) * SPREAD);
    }

    /** What a person says of itself: the cursor is where the clock says. */
    static String state(int person, long clock) {
        String position = "{\"type\":null,\"tname\":\"text\",\"item\":{\"client\":" + client(person) + ",\"clock\":"
                + clock + "},\"assoc\":0}";
        return "{\"user\":{\"name\":\"Person " + person + "\",\"color\":\"#30bced\",\"colorLight\":\"#30bced33\"},"
                + "\"cursor\":{\"anchor\":" + position + ",\"head\":" + position + "}}";
    }

    /** An awareness update of so many people, each at clock 1. */
    static byte[] everybody(int people) {
        return AwarenessUpdate.encode(IntStream.range(0, people)
                .mapToObj(person -> new AwarenessEntry(client(person), 1, state(person, 1)))
                .toList());
    }

    /** An awareness update of one of them. */
    static byte[] one(int person, long clock) {
        return AwarenessUpdate.encode(List.of(new AwarenessEntry(client(person), clock, state(person, clock))));
    }
}
