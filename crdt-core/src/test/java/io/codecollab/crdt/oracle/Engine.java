package io.codecollab.crdt.oracle;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.update.StateVector;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The engine, as the shared suite sees it. */
final class Engine implements CrdtUnderTest {

    private static final byte[] NOTHING = {0, 0};

    private final Doc doc;
    private byte[] emitted = NOTHING;

    Engine(long clientId) {
        doc = new Doc(DocOptions.defaults().withClientId(clientId));
        doc.onUpdate((update, origin, source, transaction) -> emitted = update);
    }

    private byte[] edit(Runnable edit) {
        emitted = NOTHING;
        edit.run();
        return emitted;
    }

    @Override
    public byte[] insertText(String root, int index, String text) {
        return edit(() -> doc.getText(root).insert(index, text));
    }

    @Override
    public byte[] deleteText(String root, int index, int length) {
        return edit(() -> doc.getText(root).delete(index, length));
    }

    @Override
    public byte[] insertValues(String root, int index, List<?> values) {
        return edit(() -> doc.getArray(root).insert(index, values));
    }

    @Override
    public byte[] pushValues(String root, List<?> values) {
        return edit(() -> doc.getArray(root).push(values));
    }

    @Override
    public byte[] deleteValues(String root, int index, int length) {
        return edit(() -> doc.getArray(root).delete(index, length));
    }

    @Override
    public byte[] setKey(String root, String key, Object value) {
        return edit(() -> doc.getMap(root).set(key, value));
    }

    @Override
    public byte[] deleteKey(String root, String key) {
        return edit(() -> doc.getMap(root).delete(key));
    }

    @Override
    public byte[] setNewMap(String root, String key) {
        return edit(() -> doc.getMap(root).set(key, new YMap()));
    }

    @Override
    public byte[] setNestedKey(String root, String key, String nestedKey, Object value) {
        YMap nested = (YMap) Objects.requireNonNull(doc.getMap(root).get(key));
        return edit(() -> nested.set(nestedKey, value));
    }

    @Override
    public void apply(byte[] update) {
        doc.applyUpdate(update);
    }

    @Override
    public String text(String root) {
        return doc.getText(root).toString();
    }

    @Override
    public List<?> values(String root) {
        return (List<?>) Objects.requireNonNull(doc.getArray(root).toJson());
    }

    @Override
    @SuppressWarnings("unchecked") // the JSON of a map has string keys
    public Map<String, ?> entries(String root) {
        return (Map<String, ?>) Objects.requireNonNull(doc.getMap(root).toJson());
    }

    @Override
    public StateVector stateVector() {
        return doc.stateVector();
    }

    @Override
    public byte[] stateAsUpdate() {
        return doc.encodeStateAsUpdate();
    }

    @Override
    public boolean hasPending() {
        return doc.hasPending();
    }
}
