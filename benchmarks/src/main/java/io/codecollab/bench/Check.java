package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.update.StateVector;
import java.util.Arrays;
import java.util.List;

/**
 * Refuses to let a wrong result be timed. All methods throw {@link IllegalStateException}.
 *
 * <p>Stateless.
 */
final class Check {

    private Check() {}

    static void sameText(String actual, String expected) {
        if (!actual.equals(expected)) {
            throw new IllegalStateException("wrong text, length=" + actual.length() + ", expected length="
                    + expected.length() + ", first difference at " + firstDifference(actual, expected));
        }
    }

    static void sameBytes(byte[] actual, byte[] expected) {
        if (!Arrays.equals(actual, expected)) {
            throw new IllegalStateException("not the bytes Yjs writes, size=" + actual.length + ", expected size="
                    + expected.length + ", first difference at " + Arrays.mismatch(actual, expected));
        }
    }

    /** The document, and what an engine that writes the bytes of Yjs makes of it, is what a trace leads to. */
    static void endOf(Traces traces, String trace, CrdtDocument document) {
        sameText(document.text(), traces.finalText(trace));
        endOf(traces, trace, document.read());
    }

    /** Encoded is the state Yjs encodes in these bytes; by the bytes themselves if the engine writes those of Yjs. */
    static void sameState(CrdtEngine engine, byte[] actual, byte[] expected) {
        sameBytes(engine.writesTheBytesOfYjs() ? actual : Question.load(actual).encodeStateAsUpdate(), expected);
    }

    /** The same clocks; in the same bytes if the engine writes those of Yjs. */
    static void sameStateVector(CrdtEngine engine, byte[] actual, byte[] expected) {
        sameBytes(
                engine.writesTheBytesOfYjs()
                        ? actual
                        : StateVector.decode(actual).encode(),
                expected);
    }

    /** The document has the text and the encoded state a trace leads to. */
    static void endOf(Traces traces, String trace, Doc doc) {
        sameText(Question.text(doc), traces.finalText(trace));
        sameBytes(doc.encodeStateAsUpdate(), traces.document(trace, "v1"));
    }

    /** A peer that lacks the last operations of a trace reads the final text once it has this update. */
    static void catchesUp(Traces traces, String trace, byte[] update) {
        Doc behind = trace.equals("b4") ? new Doc() : Question.load(traces.document("b4", "v1"));
        List<byte[]> updates = traces.updates(trace);
        Question.applyAll(behind, updates.subList(0, updates.size() - Traces.BEHIND));
        behind.applyUpdate(update);
        sameText(Question.text(behind), traces.finalText(trace));
    }

    private static int firstDifference(String left, String right) {
        return Arrays.mismatch(left.toCharArray(), right.toCharArray());
    }
}
