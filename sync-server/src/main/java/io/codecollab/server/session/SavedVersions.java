package io.codecollab.server.session;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which of a client's numbered changes are saved, for a client that sends changes without numbers and then asks about a number.
 *
 * <pre>
 *   client:  answer  edit  edit  "version 2?"  edit  "version 3?"
 *            |--- messages 1 to 3 --|          |- 4 -|
 *   saved:   1 2 3  ->  2 is saved             4  ->  3 is saved
 * </pre>
 *
 * A number is saved when every message before it is. Until the client has answered what the server asked when it came,
 * nothing is known of the changes it made before, so that none but 0 is. Document thread only.
 */
final class SavedVersions {

    /** Nothing to tell. */
    static final long NONE = -1;

    /** A client asks again after two seconds of silence; one that asks without end is told of the last questions only. */
    private static final int MAX_OPEN_QUESTIONS = 1_000;

    private final Deque<long[]> questions = new ArrayDeque<>(); // {version, messages before it}
    private long savedCount;
    private boolean answered;
    private long savedVersion;

    /**
     * The client asks about a version; returns the highest saved one, which it is to be told now.
     *
     * @param messagesBefore how many edits and answers it had sent before
     */
    long asked(long version, long messagesBefore) {
        if (answered && savedCount >= messagesBefore) {
            savedVersion = Math.max(savedVersion, version);
        } else {
            if (questions.size() == MAX_OPEN_QUESTIONS) {
                questions.removeFirst();
            }
            questions.addLast(new long[] {version, messagesBefore});
        }
        return savedVersion;
    }

    /** Messages that were not taken when they came have been taken with another one, which is about to be saved. */
    void madeUpFor(int messages) {
        savedCount += messages;
    }

    /** One more of the client's messages is saved; returns a version that is saved now and was not before, or {@link #NONE}. */
    long saved(boolean isAnswer) {
        savedCount++;
        answered |= isAnswer;
        long before = savedVersion;
        while (answered && !questions.isEmpty() && questions.getFirst()[1] <= savedCount) {
            savedVersion = Math.max(savedVersion, questions.removeFirst()[0]);
        }
        return savedVersion > before ? savedVersion : NONE;
    }
}
