package io.codecollab.crdt.history;

import static io.codecollab.crdt.history.Trail.doc;
import static io.codecollab.crdt.history.Trail.docWithoutGc;
import static io.codecollab.crdt.history.Trail.exchange;
import static io.codecollab.crdt.history.Trail.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.UndoManager;
import io.codecollab.crdt.UndoOptions;
import io.codecollab.crdt.XmlElement;
import io.codecollab.crdt.XmlFragment;
import io.codecollab.crdt.XmlHook;
import io.codecollab.crdt.XmlText;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.lib0.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Undo and redo of keys, elements, nested types and XML: parents come back with what was in them. */
@ExtendWith(Trail.Extension.class)
class UndoDataTest {

    private static final UndoOptions EVERY_CHANGE = UndoOptions.defaults().withCaptureTimeoutMs(0);

    private static YMap nested(Object... keysAndValues) {
        return new YMap(map(keysAndValues));
    }

    private static YMap inner(YMap map, String key) {
        return (YMap) Objects.requireNonNull(map.get(key));
    }

    private static YMap inner(YArray array, int index) {
        return (YMap) Objects.requireNonNull(array.get(index));
    }

    @Test
    void valuesOfKeys(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YMap map = mine.getMap("m");
        map.set("a", 0);
        UndoManager undo = new UndoManager(map);
        map.set("a", 1);
        undo.undo();
        trail.sees(map);
        undo.redo();
        trail.sees(map);
        map.set("a", 2); // joins the step
        undo.undo();
        trail.sees(map);
        map.set("a", nested("x", 42));
        trail.sees(map);
        undo.undo();
        trail.sees(map);
        undo.redo();
        trail.sees(map);
        exchange(mine, theirs);
        undo.stopCapturing();
        map.set("a", "mine");
        exchange(mine, theirs);
        theirs.getMap("m").set("a", "theirs");
        exchange(mine, theirs);
        undo.undo(); // their value stays
        trail.sees(map);
        undo.stopCapturing();
        map.set("b", "initial");
        undo.stopCapturing();
        map.set("b", "second");
        undo.undo();
        undo.undo();
        trail.sees(map);
        undo.redo();
        undo.redo();
        trail.sees(map);
        trail.sees(mine);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void remoteValuesOfKeysStayUnlessTheyAreToBeIgnored(boolean ignored) {
        Trail trail = new Trail(ignored ? "remoteValuesOfKeysIgnored" : "remoteValuesOfKeysRespected");
        Doc mine = doc(7);
        Doc theirs = doc(3);
        YMap map = mine.getMap("m");
        YMap other = theirs.getMap("m");
        UndoManager undo = new UndoManager(map, EVERY_CHANGE.withIgnoreRemoteMapChanges(ignored));
        map.set("x", 1);
        map.set("gone", "mine");
        exchange(mine, theirs);
        other.set("x", 2);
        other.delete("gone");
        exchange(mine, theirs);
        map.set("x", 3);
        exchange(mine, theirs);
        other.set("x", 4);
        exchange(mine, theirs);
        undo.undo();
        trail.sees(map);
        undo.undo();
        trail.sees(map);
        undo.undo();
        trail.sees(map);
        undo.redo();
        undo.redo();
        trail.sees(map);
        exchange(mine, theirs);
        trail.sees(mine);
        trail.sees(theirs);
        trail.assertEnd();
    }

    @Test
    void elementsAndNestedTypes(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YArray array = mine.getArray("a");
        YArray other = theirs.getArray("a");
        UndoManager undo = new UndoManager(array);
        array.insert(0, 1, 2, 3);
        other.insert(0, 4, 5, 6);
        exchange(mine, theirs);
        trail.sees(array);
        undo.undo();
        trail.sees(array);
        undo.redo();
        trail.sees(array);
        exchange(mine, theirs);
        other.delete(0, 1);
        exchange(mine, theirs);
        undo.undo();
        trail.sees(array);
        undo.redo();
        trail.sees(array);
        array.delete(0, 5);
        YMap map = new YMap();
        array.insert(0, map);
        undo.stopCapturing();
        map.set("a", 1);
        undo.stopCapturing();
        map.set("a", 2);
        undo.undo();
        trail.sees(array);
        undo.undo();
        trail.sees(array);
        undo.undo();
        trail.sees(array);
        undo.redo();
        undo.redo();
        undo.redo();
        trail.sees(array);
        exchange(mine, theirs);
        inner(other, 0).set("b", 2);
        exchange(mine, theirs);
        undo.undo();
        trail.sees(array);
        undo.undo();
        undo.undo();
        trail.sees(array);
        undo.redo();
        trail.sees(array);
        undo.redo();
        trail.sees(array);
        trail.sees(mine);
        exchange(mine, theirs);
        trail.sees(theirs);
    }

    @Test
    void xmlComesBackWithAttributesAndText(Trail trail) {
        Doc doc = doc(1);
        XmlElement xml = doc.getXmlElement("x");
        UndoManager undo = new UndoManager(xml);
        XmlElement child = new XmlElement("p");
        xml.insert(0, child);
        XmlText text = new XmlText("content");
        child.insert(0, text);
        trail.sees(xml.toString());
        undo.stopCapturing();
        text.format(3, 4, Map.of("bold", Map.of()));
        trail.sees(xml.toString());
        undo.undo();
        trail.sees(xml.toString());
        undo.redo();
        trail.sees(xml.toString());
        child.setAttribute("class", "x");
        child.setAttribute("rank", 4);
        xml.delete(0, 1);
        trail.sees(xml.toString());
        undo.undo();
        trail.sees(xml.toString());
        undo.redo();
        undo.undo();
        undo.redo();
        undo.undo();
        trail.sees(xml.toString());
        trail.sees(doc);
    }

    @Test
    void everyKindOfContentComesBack(Trail trail) {
        Doc doc = doc(5);
        YArray array = doc.getArray("a");
        YMap map = doc.getMap("m");
        YText text = doc.getText("t");
        XmlFragment xml = doc.getXmlFragment("x");
        UndoManager undo = new UndoManager(doc);
        YArray list = YArray.from(List.of(1, List.of(2)));
        array.push(
                1, "two", Map.of("three", List.of(3)), new byte[] {1, 2, 3}, new YText("inner"), list, (Object) null);
        map.set("big", new BigInteger("12345678901234567890").remainder(BigInteger.valueOf(1000)));
        map.set("undefined", Undefined.UNDEFINED);
        text.insert(0, "plain ");
        text.insertEmbed(6, Map.of("image", "x.png"), Map.of("width", 3));
        text.insertEmbed(7, nested("k", "v"));
        text.insert(8, "bold", Map.of("bold", true));
        text.setAttribute("lang", "en");
        XmlHook hook = new XmlHook("hook");
        hook.set("h", 1);
        xml.insert(0, hook, new XmlElement("p"), new XmlText("t"));
        undo.stopCapturing();
        doc.transact(transaction -> {
            array.delete(0, array.length());
            map.clear();
            text.delete(0, text.length());
            text.removeAttribute("lang");
            xml.delete(0, xml.length());
        });
        trail.sees(doc);
        undo.undo();
        trail.sees(Arrays.asList(
                array, new ArrayList<>(map.keys()), text.toDelta(), text.getAttributes(), xml.toString()));
        trail.sees(doc);
        undo.redo();
        trail.sees(doc);
        undo.undo();
        trail.sees(doc);
    }

    @Test
    void emptyStepsArePassedOver(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YArray array = mine.getArray("a");
        YArray other = theirs.getArray("a");
        array.insert(0, nested("hello", "world"));
        exchange(mine, theirs);
        YMap map = inner(array, 0);
        UndoManager undo = new UndoManager(array, UndoOptions.defaults().withTrackedOrigins(Trail.origins(1L)));
        UndoManager undoOther = new UndoManager(other, UndoOptions.defaults().withTrackedOrigins(Trail.origins(2L)));
        mine.transact(transaction -> map.set("key", "value"), 1L);
        exchange(mine, theirs);
        theirs.transact(transaction -> other.delete(0, 1), 2L);
        exchange(mine, theirs);
        trail.sees(undo.undo());
        trail.sees(List.of(undo.undoStackSize(), undo.redoStackSize()));
        trail.sees(undoOther.undo());
        trail.sees(other);
        exchange(mine, theirs);
        undo.redo();
        trail.sees(array);
        trail.sees(mine);
        trail.sees(theirs);
    }

    @Test
    void aTypeSetAgainAndAgain(Trail trail) {
        Doc doc = docWithoutGc(1);
        YMap design = doc.getMap("design");
        UndoManager undo = new UndoManager(design, EVERY_CHANGE);
        design.set("text", nested("blocks", block("Type Something")));
        inner(design, "text").set("blocks", block("Something"));
        inner(design, "text").set("blocks", block("Something Else"));
        trail.sees(design);
        for (int i = 0; i < 3; i++) {
            undo.undo();
            trail.sees(design);
        }
        for (int i = 0; i < 3; i++) {
            undo.redo();
            trail.sees(design);
        }
        trail.sees(doc);
    }

    private static YMap block(String text) {
        return nested("type", "text", "children", nested("t", text));
    }

    @Test
    void redoOfANestedMapTwiceInARow(Trail trail) {
        Doc doc = doc(1);
        YMap root = doc.getMap("m");
        UndoManager undo = new UndoManager(root);
        root.set("a", nested("x", 0, "y", 0));
        undo.stopCapturing();
        for (int i = 100; i <= 300; i += 100) {
            int value = i;
            doc.transact(transaction -> {
                inner(root, "a").set("x", value);
                inner(root, "a").set("y", value);
            });
            undo.stopCapturing();
        }
        for (int i = 0; i < 12; i++) {
            if (i < 4 || i >= 8) {
                undo.undo();
            } else {
                undo.redo();
            }
            trail.sees(root);
        }
        trail.sees(doc);
    }

    @Test
    void anElementResizedAndTakenAway(Trail trail) {
        Doc doc = doc(3);
        XmlFragment xml = doc.getXmlFragment("t");
        UndoManager undo = new UndoManager(xml, EVERY_CHANGE.withTrackedOrigins(Trail.origins("origin")));
        doc.transact(
                transaction -> {
                    XmlElement element = new XmlElement("test-node");
                    element.setAttribute("a", "100");
                    element.setAttribute("b", "0");
                    xml.insert(0, element);
                },
                "origin");
        doc.transact(transaction -> ((XmlElement) xml.get(0)).setAttribute("a", "200"), "origin");
        doc.transact(
                transaction -> {
                    ((XmlElement) xml.get(0)).setAttribute("a", "180");
                    ((XmlElement) xml.get(0)).setAttribute("b", "50");
                },
                "origin");
        undo.undo();
        undo.undo();
        undo.undo();
        undo.redo();
        undo.redo();
        undo.redo();
        trail.sees(xml.toString());
        trail.sees(doc);
    }

    @Test
    void blocksSplitAndTakenBack(Trail trail) {
        Doc doc = docWithoutGc(1);
        YMap root = doc.getMap("m");
        UndoManager undo = new UndoManager(root, EVERY_CHANGE);
        root.set("text", nested("blocks", nested("text", "1")));
        inner(root, "text").set("blocks", nested("text", "2"));
        inner(root, "text").set("blocks", nested("text", "3"));
        inner(root, "text").set("blocks", nested("text", "4"));
        undo.undo();
        undo.undo();
        undo.undo();
        undo.undo();
        trail.sees(root);
        for (int i = 0; i < 4; i++) {
            undo.redo();
            trail.sees(root);
        }
        trail.sees(doc);
    }

    @Test
    void aNodeDeletedTogetherWithItsAttribute(Trail trail) {
        Doc doc = docWithoutGc(1);
        XmlFragment xml = doc.getXmlFragment("x");
        UndoManager undo = new UndoManager(xml);
        doc.transact(transaction -> {
            XmlElement element = new XmlElement("test");
            element.setAttribute("a", "1");
            xml.insert(0, element);
            element.setAttribute("a", "2");
            xml.delete(0, 1);
        });
        trail.sees(undo.undo());
        trail.sees(xml.toString());
        trail.sees(doc);
    }

    @Test
    void aDeletedKeyComesBack(Trail trail) {
        Doc doc = doc(1);
        YMap map = doc.getMap("m");
        map.set("a", "a");
        UndoManager undo = new UndoManager(map);
        map.delete("a");
        map.set("a", "b");
        map.delete("a");
        undo.undo();
        trail.sees(map);
        undo.redo();
        trail.sees(map);
        undo.undo();
        trail.sees(doc);
    }

    /** Yjs issue 757: the chain of the old map must not become the origin in the new one. */
    @Test
    void aKeyOfATypeThatCameBackHasItsOwnChain(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YArray array = mine.getArray("a");
        UndoManager undo = new UndoManager(array, EVERY_CHANGE);
        array.insert(0, nested("k", 1));
        inner(array, 0).set("k", 2);
        inner(array, 0).set("k", 3);
        exchange(mine, theirs);
        array.delete(0, 1);
        exchange(mine, theirs);
        for (char step : "uuuurrurrruu".toCharArray()) {
            if (step == 'u') {
                undo.undo();
            } else {
                undo.redo();
            }
            exchange(mine, theirs);
            trail.sees(array);
            trail.sees(mine);
            trail.sees(theirs);
        }
    }

    @Test
    void contentOutsideOfTheScopeIsNotBroughtBack(Trail trail) {
        Doc doc = doc(1);
        YArray array = doc.getArray("a");
        YText inner = new YText("inner");
        array.insert(0, inner);
        UndoManager undo = new UndoManager(inner);
        inner.insert(5, " words");
        undo.stopCapturing();
        inner.delete(0, 5);
        array.delete(0, 1);
        trail.sees(undo.undo());
        trail.sees(array);
        trail.sees(List.of(undo.undoStackSize(), undo.redoStackSize()));
        trail.sees(doc);
    }

    @Test
    void subdocumentsComeBackAsNewInstances(Trail trail) {
        Doc doc = doc(1);
        YMap subdocs = doc.getMap("m");
        UndoManager undo = new UndoManager(subdocs);
        List<@Nullable Object> heard = new ArrayList<>();
        doc.onSubdocs(event -> heard.add(List.of(
                event.added().stream().map(Doc::guid).toList(),
                event.loaded().stream().map(Doc::guid).toList(),
                event.removed().stream().map(Doc::guid).toList())));
        Doc first = new Doc(DocOptions.defaults().withGuid("sub-a").withAutoLoad(true));
        subdocs.set("k", first);
        undo.undo();
        undo.redo();
        trail.sees(subdocs.get("k") != first);
        trail.sees(((Doc) Objects.requireNonNull(subdocs.get("k"))).guid());
        trail.sees(heard);
        subdocs.delete("k");
        undo.undo();
        trail.sees(heard);
        trail.sees(doc);
    }

    @Test
    void whatAStepNeedsIsKeptUntilItIsForgotten(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        YArray array = doc.getArray("a");
        UndoManager undo = new UndoManager(doc, EVERY_CHANGE);
        text.insert(0, "kept words");
        array.push(nested("k", new YText("deep")));
        text.delete(0, 5);
        array.delete(0, 1);
        trail.sees(doc);
        undo.undo();
        undo.undo();
        trail.sees(doc.toJson());
        undo.redo();
        undo.clear();
        trail.sees(doc);
        array.delete(0, 1);
        undo.clear();
        text.delete(0, 2);
        trail.sees(doc);
    }

    @Test
    void keptItemsAreReleasedByRemoteDeletions(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YArray array = mine.getArray("a");
        UndoManager undo = new UndoManager(array, EVERY_CHANGE);
        array.push(nested("k", "v"), "x");
        exchange(mine, theirs);
        inner(array, 0).delete("k");
        exchange(mine, theirs);
        theirs.getArray("a").delete(0, 2);
        exchange(mine, theirs);
        trail.sees(mine); // the map is kept, for the value that was deleted in it
        undo.undo();
        trail.sees(array);
        undo.undo();
        trail.sees(array);
        undo.redo();
        undo.redo();
        trail.sees(array);
        trail.sees(mine);
    }

    /** Yjs fails here: it finds no type to bring the key back into. */
    @Test
    void whatStoodInATypeThatWasReleasedStaysAway() {
        Doc doc = doc(1);
        YMap map = doc.getMap("m");
        UndoManager undo = new UndoManager(map, EVERY_CHANGE);
        map.set("p", new YMap());
        inner(map, "p").set("k", 1);
        inner(map, "p").delete("k");
        inner(map, "p").set("l", 1);
        map.delete("p");
        undo.undo(); // p is another map now
        undo.undo();
        map.set("z", 1); // forgets what could be redone, and what was kept for that
        doc.transact(transaction -> map.delete("p"), "somebody");
        undo.undo();

        assertThat(undo.undo()).isFalse();
        assertThat(undo.undoStackSize()).isZero();
        assertThat(map.size()).isZero();
    }

    @Test
    void contentOfManyClientsComesBackInOrder(Trail trail) {
        long[] clients = {9, 4, 7, 2, 100};
        Doc[] docs = new Doc[clients.length];
        for (int i = 0; i < docs.length; i++) {
            docs[i] = doc(clients[i]);
            docs[i].getText("t");
            docs[i].getMap("m");
        }
        for (int from : new int[] {3, 1, 4, 0, 2}) {
            docs[from].getText("t").insert(0, "written by " + clients[from] + ". ");
            docs[from].getMap("m").set("k" + from, from);
            exchange(docs[from], docs[0]);
            exchange(docs[0], docs[1]);
        }
        UndoManager undo = new UndoManager(docs[0]);
        YText text = docs[0].getText("t");
        docs[0].transact(transaction -> {
            text.delete(40, 8);
            text.delete(3, 20);
            docs[0].getMap("m").clear();
            text.delete(12, 10);
        });
        text.delete(0, 2); // joins, with one more client
        trail.sees(docs[0]);
        undo.undo();
        trail.sees(text.toString());
        trail.sees(docs[0]);
        undo.redo();
        trail.sees(docs[0]);
        UndoManager rejecting =
                new UndoManager(docs[1], UndoOptions.defaults().withTrackedOrigins(Trail.origins("remote")));
        exchange(docs);
        docs[3].getText("t").delete(5, 30);
        docs[2].getText("t").insert(7, "two more");
        docs[4].getMap("m").set("k1", "again");
        exchange(docs[2], docs[3], docs[4]);
        exchange(docs[1], docs[3]);
        rejecting.undo();
        trail.sees(docs[1]);
        rejecting.undo();
        trail.sees(docs[1]);
    }

    @Test
    void typesOutsideOfTheScopeStay(Trail trail) {
        Doc doc = doc(1);
        XmlFragment xml = doc.getXmlFragment("x");
        XmlText first = new XmlText();
        XmlText second = new XmlText();
        XmlElement element = new XmlElement("p");
        xml.insert(0, first, element);
        element.insert(0, second);
        UndoManager undoElement = new UndoManager(element);
        UndoManager undoFirst = new UndoManager(List.<SharedType>of(first), UndoOptions.defaults());
        first.insert(0, "1");
        second.insert(0, "2");
        trail.sees(List.of(undoElement.undoStackSize(), undoFirst.undoStackSize()));
        undoFirst.undo();
        trail.sees(xml.toString());
        undoElement.undo();
        trail.sees(xml.toString());
        undoFirst.redo();
        trail.sees(xml.toString());
        trail.sees(doc);
    }
}
