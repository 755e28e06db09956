package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.update.StructRef;

/**
 * A text that is in a document before the others come, as updates. So that it is as much work for a server as a text that
 * people wrote, it is made of words, each inserted before the last one: they cannot grow together into one struct.
 *
 * <pre>
 * update := 1 words client clock item* 0
 * item   := 04 1 varString("text") varString(word)      the first
 *         | 44 client varUint(clock of the last) varString(word)
 * </pre>
 *
 * <p>Immutable.
 */
final class Content {

    private static final int WORD_LETTERS = 20;
    private static final int WORDS_PER_UPDATE = 1_000;
    private static final int LETTERS_PER_UPDATE = WORD_LETTERS * WORDS_PER_UPDATE;

    private final long client;
    private final int letters;

    Content(long client, int letters) {
        this.client = client;
        this.letters = letters;
    }

    long client() {
        return client;
    }

    int letters() {
        return letters;
    }

    int updates() {
        return (letters + LETTERS_PER_UPDATE - 1) / LETTERS_PER_UPDATE;
    }

    /** Writes one of the updates; each needs those before it. */
    void write(ByteWriter out, int update) {
        int from = update * LETTERS_PER_UPDATE;
        int end = Math.min(letters, from + LETTERS_PER_UPDATE);
        out.writeVarUint(1);
        out.writeVarUint((end - from + WORD_LETTERS - 1) / WORD_LETTERS);
        out.writeVarUint(client);
        out.writeVarUint(from);
        for (int clock = from; clock < end; clock += WORD_LETTERS) {
            if (clock == 0) {
                out.writeUint8(StructRef.STRING);
                out.writeVarUint(1);
                out.writeVarString(Typist.ROOT);
            } else {
                out.writeUint8(StructRef.STRING | StructRef.HAS_RIGHT_ORIGIN);
                out.writeVarUint(client);
                out.writeVarUint(clock - WORD_LETTERS);
            }
            int wordEnd = Math.min(end, clock + WORD_LETTERS);
            out.writeVarUint(wordEnd - clock);
            for (int letter = clock; letter < wordEnd; letter++) {
                out.writeUint8(Typist.letter(letter));
            }
        }
        out.writeVarUint(0);
    }
}
