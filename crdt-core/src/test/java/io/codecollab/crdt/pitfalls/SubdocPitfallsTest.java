package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.bytes;
import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.updatesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.SubdocsEvent;
import io.codecollab.crdt.UndoManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Documents within documents. */
class SubdocPitfallsTest {

    @Pitfall(55)
    @Test
    void guidAndOptionsTravel() {
        Scenario yjs = Scenario.named("subdocs");
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("title", "x");
        meta.put("n", 1.5);
        Doc eager = new Doc(DocOptions.defaults()
                .withGuid("sub-1")
                .withAutoLoad(true)
                .withGc(false)
                .withMeta(meta));
        Doc plain = new Doc(DocOptions.defaults().withGuid("sub-2"));
        Doc loading = new Doc(DocOptions.defaults().withGuid("sub-3").withAutoLoad(true));
        Doc doc = doc(1);

        List<String> updates = new ArrayList<>();
        updates.addAll(updatesOf(doc, () -> doc.getMap("m").set("s", eager)));
        updates.addAll(updatesOf(doc, () -> doc.getArray("a").insert(0, plain, "v", loading)));
        Doc copy = doc(2);
        updates.forEach(update -> copy.applyUpdate(bytes(update)));

        assertThat(updates).isEqualTo(yjs.recorded().elements("updates"));
        assertThat(copy.subdocs().stream()
                        .map(sub -> List.of(
                                sub.guid(),
                                sub.shouldLoad(),
                                sub.options().autoLoad(),
                                sub.options().gc()))
                        .toList())
                .isEqualTo(yjs.recorded().elements("loaded"));
        Doc received = (Doc) Objects.requireNonNull(copy.getMap("m").get("s"));
        assertThat(received.options().meta()).isEqualTo(meta);
        yjs.assertState(copy);
    }

    @Pitfall(55)
    @Test
    void documentStandsInOnePlaceOnly() {
        Doc doc = doc(1);
        Doc sub = new Doc();
        doc.getMap("m").set("s", sub);

        assertThatThrownBy(() -> doc.getMap("m").set("again", sub)).isInstanceOf(RuntimeException.class);
    }

    @Pitfall(55)
    @Test
    void undoneDeletionBringsBackANewDocumentWithTheOldGuid() {
        Scenario yjs = Scenario.named("subdocUndo");
        Doc doc = doc(1);
        UndoManager undo = new UndoManager(doc.getMap("m"));
        Doc sub = new Doc(DocOptions.defaults().withGuid("sub"));
        doc.getMap("m").set("s", sub);
        undo.stopCapturing();
        List<String> events = new ArrayList<>();
        doc.onSubdocs(event -> events.add(describe(event)));

        doc.getMap("m").delete("s");
        undo.undo();

        Doc restored = (Doc) Objects.requireNonNull(doc.getMap("m").get("s"));
        assertThat(restored).isNotSameAs(sub);
        assertThat(restored.guid()).isEqualTo("sub");
        assertThat(sub.isDestroyed()).isTrue();
        assertThat(restored.shouldLoad()).isEqualTo(yjs.recorded().flag("shouldLoad"));
        assertThat(events).isEqualTo(yjs.recorded().elements("events"));
        yjs.assertState(doc);
    }

    /** Also that a removal is told twice: once for the document, once for the empty one its destruction left behind. */
    @Pitfall(55)
    @Test
    void eventsTellWhatCameWentAndWantsToBeLoaded() {
        Doc doc = doc(1);
        Doc peer = doc(2);
        List<String> events = new ArrayList<>();
        peer.onSubdocs(event -> events.add(describe(event)));
        doc.onUpdate((update, origin, source, transaction) -> peer.applyUpdate(update));

        doc.getMap("m")
                .set("lazy", new Doc(DocOptions.defaults().withGuid("lazy").withShouldLoad(false)));
        doc.getMap("m")
                .set("eager", new Doc(DocOptions.defaults().withGuid("eager").withAutoLoad(true)));
        peer.subdocs().stream().filter(sub -> sub.guid().equals("lazy")).forEach(Doc::load);
        doc.getMap("m").delete("eager");

        assertThat(events).isEqualTo(Scenario.named("subdocEvents").recorded().elements("events"));
    }

    private static String describe(SubdocsEvent event) {
        List<String> parts = new ArrayList<>();
        describe(parts, "loaded", event.loaded());
        describe(parts, "added", event.added());
        describe(parts, "removed", event.removed());
        return String.join(" ", parts);
    }

    private static void describe(List<String> parts, String name, Set<Doc> docs) {
        if (!docs.isEmpty()) {
            parts.add(name + " " + docs.stream().map(Doc::guid).toList());
        }
    }
}
