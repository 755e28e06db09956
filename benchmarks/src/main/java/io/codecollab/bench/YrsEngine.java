package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.yrs.Yrs;
import io.codecollab.crdt.yrs.YrsReplica;
import java.util.List;

/**
 * Native yrs behind JNI. What is timed is what a server pays that runs on it: the call across, and, unless it is
 * unchecked, the look Java takes at every update before. Without the library everything throws an {@link
 * IllegalStateException} that says how to build it.
 */
final class YrsEngine implements CrdtEngine {

    private static final String NAME = "yrs";

    /** Any, but always the same. */
    private static final long CLIENT = 2_654_435_769L;

    private final boolean checks;

    YrsEngine(boolean checks) {
        this.checks = checks;
    }

    @Override
    public CrdtDocument newDocument() {
        return new Document(checks ? new YrsReplica(CLIENT) : YrsReplica.unchecked(CLIENT));
    }

    @Override
    public byte[] mergeUpdates(List<byte[]> updates) {
        return Yrs.mergeUpdates(updates);
    }

    @Override
    public byte[] diffUpdate(byte[] update, byte[] stateVector) {
        return Yrs.diffUpdate(update, stateVector);
    }

    @Override
    public byte[] stateVectorFromUpdate(byte[] update) {
        return Yrs.encodeStateVectorFromUpdate(update);
    }

    @Override
    public boolean writesTheBytesOfYjs() {
        return false;
    }

    @Override
    public long nativeBytesInUse() {
        return Yrs.bytesInUse();
    }

    private static UnansweredException hasNo(String function) {
        return new UnansweredException(NAME, function);
    }

    private record TextEditor(YrsReplica replica) implements CrdtDocument.Editor {

        @Override
        public void insert(int index, String text) {
            replica.insertText("text", index, text);
        }

        @Override
        public void delete(int index, int count) {
            replica.deleteText("text", index, count);
        }
    }

    private static final class Document implements CrdtDocument {

        private static final byte[] NOTHING_KNOWN = {0};

        private final YrsReplica replica;
        private boolean listens;
        private long heardBytes;

        Document(YrsReplica replica) {
            this.replica = replica;
        }

        /** There is no listener: what is worth passing on is the answer. */
        @Override
        public void applyUpdate(byte[] update) {
            Replica.Applied applied = replica.applyUpdate(update);
            if (listens) {
                heardBytes += applied.update().length;
            }
        }

        @Override
        public void applyUpdateV2(byte[] update) {
            throw hasNo("updates V2");
        }

        @Override
        public String text() {
            return replica.text("text");
        }

        /** The root is there from here on. */
        @Override
        public Editor editor() {
            if (listens) {
                throw hasNo("updates of its own edits");
            }
            replica.insertText("text", 0, "");
            return new TextEditor(replica);
        }

        @Override
        public byte[] encodeStateVector() {
            return replica.encodeStateVector();
        }

        /** By way of a state vector, since the other way is memoised. */
        @Override
        public byte[] encodeState() {
            return replica.encodeStateAsUpdate(NOTHING_KNOWN);
        }

        @Override
        public byte[] encodeStateV2() {
            throw hasNo("updates V2");
        }

        @Override
        public byte[] encodeState(byte[] stateVector) {
            return replica.encodeStateAsUpdate(stateVector);
        }

        @Override
        public byte[] memoisedState() {
            return replica.encodeStateAsUpdate();
        }

        @Override
        public void listen() {
            listens = true;
        }

        @Override
        public long heardBytes() {
            return heardBytes;
        }

        @Override
        public boolean hasPending() {
            return replica.pendingBytes() > 0;
        }

        @Override
        public Doc read() {
            return Question.load(replica.encodeStateAsUpdate());
        }

        @Override
        public Object holder() {
            return replica;
        }

        @Override
        public void close() {
            replica.close();
        }
    }
}
