package io.codecollab.crdt.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.Subscription;
import io.codecollab.crdt.oracle.RecordedJson;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Something npm yjs was seen doing, and what is needed to do the same. Immutable. */
record Scenario(RecordedJson recorded) {

    private static final RecordedJson ALL =
            RecordedJson.resource("/vectors/pitfalls.json").object("scenarios");

    static Scenario named(String name) {
        return new Scenario(ALL.object(name));
    }

    static List<Scenario> allNamed(String name) {
        return ALL.objects(name).stream().map(Scenario::new).toList();
    }

    static Doc doc(long clientId) {
        return new Doc(DocOptions.defaults().withClientId(clientId));
    }

    static Doc copyOf(Doc doc, long clientId) {
        Doc copy = doc(clientId);
        copy.applyUpdate(doc.encodeStateAsUpdate());
        return copy;
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The updates an edit makes a document emit, in hex. */
    static List<String> updatesOf(Doc doc, Runnable edit) {
        List<String> updates = new ArrayList<>();
        Subscription listening = doc.onUpdate((update, origin, source, transaction) -> updates.add(hex(update)));
        edit.run();
        listening.close();
        return updates;
    }

    /** The updates of this scenario, in the order they were applied. */
    List<byte[]> updates() {
        return recorded.elements("updates").stream()
                .map(hex -> bytes((String) hex))
                .toList();
    }

    Scenario part(String name) {
        return new Scenario(recorded.object(name));
    }

    /** The document has the state bytes of Yjs, in both formats. */
    void assertState(Doc doc) {
        assertThat(hex(doc.encodeStateAsUpdate())).as("state of %s", this).isEqualTo(recorded.text("v1"));
        assertThat(hex(doc.encodeStateAsUpdateV2())).as("state V2 of %s", this).isEqualTo(recorded.text("v2"));
        assertThat(hex(doc.encodeStateVector())).as("state vector of %s", this).isEqualTo(recorded.text("sv"));
    }

    @Override
    public String toString() {
        List<String> fields = new ArrayList<>();
        recorded.fields().forEach((name, value) -> {
            if (value instanceof Number || (value instanceof String text && text.length() < 20)) {
                fields.add(name + "=" + value);
            }
        });
        return String.join(", ", fields);
    }
}
