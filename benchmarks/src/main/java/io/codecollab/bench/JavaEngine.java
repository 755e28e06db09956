package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.update.Updates;
import java.util.List;

/** The engine of {@code crdt-core}: documents are plain {@link Doc}s. */
final class JavaEngine implements CrdtEngine {

    @Override
    public CrdtDocument newDocument() {
        return new Document();
    }

    @Override
    public byte[] mergeUpdates(List<byte[]> updates) {
        return Updates.mergeUpdates(updates);
    }

    @Override
    public byte[] diffUpdate(byte[] update, byte[] stateVector) {
        return Updates.diffUpdate(update, stateVector);
    }

    @Override
    public byte[] stateVectorFromUpdate(byte[] update) {
        return Updates.encodeStateVectorFromUpdate(update);
    }

    @Override
    public boolean writesTheBytesOfYjs() {
        return true;
    }

    @Override
    public long nativeBytesInUse() {
        return 0;
    }

    /** Edits this text. */
    static CrdtDocument.Editor editor(YText text) {
        return new TextEditor(text);
    }

    private record TextEditor(YText text) implements CrdtDocument.Editor {

        @Override
        public void insert(int index, String inserted) {
            text.insert(index, inserted);
        }

        @Override
        public void delete(int index, int count) {
            text.delete(index, count);
        }
    }

    private static final class Document implements CrdtDocument {

        private final Doc doc = new Doc();
        private final DocReplica replica = new DocReplica(doc);
        private long heardBytes;

        @Override
        public void applyUpdate(byte[] update) {
            doc.applyUpdate(update);
        }

        @Override
        public void applyUpdateV2(byte[] update) {
            doc.applyUpdateV2(update);
        }

        @Override
        public String text() {
            return Question.text(doc);
        }

        @Override
        public Editor editor() {
            return JavaEngine.editor(doc.getText("text"));
        }

        @Override
        public byte[] encodeStateVector() {
            return doc.encodeStateVector();
        }

        @Override
        public byte[] encodeState() {
            return doc.encodeStateAsUpdate();
        }

        @Override
        public byte[] encodeStateV2() {
            return doc.encodeStateAsUpdateV2();
        }

        @Override
        public byte[] encodeState(byte[] stateVector) {
            return doc.encodeStateAsUpdate(stateVector);
        }

        @Override
        public byte[] memoisedState() {
            return replica.encodeStateAsUpdate();
        }

        @Override
        public void listen() {
            doc.onUpdate((update, origin, source, transaction) -> heardBytes += update.length);
        }

        @Override
        public long heardBytes() {
            return heardBytes;
        }

        @Override
        public boolean hasPending() {
            return doc.hasPending();
        }

        @Override
        public Doc read() {
            return doc;
        }

        @Override
        public Object holder() {
            return doc;
        }

        @Override
        public void close() {
            // all of it is in the heap
        }
    }
}
