package io.codecollab.crdt.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.AbsolutePosition;
import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.RelativePosition;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.Snapshot;
import io.codecollab.crdt.UndoManager;
import io.codecollab.crdt.UndoOptions;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.oracle.RecordedJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One recorded run, done again: the counterpart of {@code recordRun} in {@code history-recorder.mjs}. Not thread-safe. */
final class HistoryRun {
    private static final long[] CLIENTS = {1, 70_000, (1L << 53) - 1};
    private static final int DIGEST_BYTES = 8;
    private static final int NOWHERE = -1;

    private final List<Doc> docs = new ArrayList<>();
    private final List<UndoManager> managers = new ArrayList<>();
    private final List<RelativePosition> positions = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private long nowMs;

    HistoryRun(RecordedJson run) {
        nowMs = run.number("clock");
        for (long client : CLIENTS) {
            Doc doc = new Doc(DocOptions.defaults().withClientId(client).withGc(run.flag("gc")));
            doc.getText("t");
            doc.getArray("a");
            doc.getMap("m");
            docs.add(doc);
        }
        UndoOptions options = UndoOptions.defaults()
                .withCaptureTimeoutMs(300)
                .withIgnoreRemoteMapChanges(run.flag("ignoreRemoteMapChanges"))
                .withClock(() -> nowMs);
        managers.add(new UndoManager(
                docs.get(0),
                options.withTrackedOrigins(
                        run.flag("keys") ? Trail.origins((Object) null) : Trail.origins(null, "remote"))));
        Doc second = docs.get(1);
        List<SharedType> types = List.of(second.getText("t"), second.getArray("a"), second.getMap("m"));
        managers.add(new UndoManager(types.subList(0, (int) run.number("scope")), options));
    }

    void perform(RecordedJson record, String where) {
        switch (record.text("do")) {
            case "tick" -> nowMs += record.number("ms");
            case "undo" -> assertThat(manager(record).undo()).as(where).isEqualTo(record.flag("done"));
            case "redo" -> assertThat(manager(record).redo()).as(where).isEqualTo(record.flag("done"));
            case "txn" ->
                doc(record).transact(transaction -> record.objects("ops").forEach(this::edit));
            case "sync" -> sync(docs.get((int) record.number("from")), doc(record));
            case "position" -> place(record, where);
            case "snapshot" -> take(record, where);
            case "look" -> look(record, where);
            case "restore" -> restore(record, where);
            default -> edit(record);
        }
    }

    private Doc doc(RecordedJson record) {
        return docs.get((int) record.number("d"));
    }

    private UndoManager manager(RecordedJson record) {
        return managers.get((int) record.number("d"));
    }

    private static void sync(Doc from, Doc to) {
        to.applyUpdate(from.encodeStateAsUpdate(to.encodeStateVector()), "remote");
    }

    /* Edits. */

    private void edit(RecordedJson record) {
        SharedType type = type(record);
        if (type instanceof YText text) {
            edit(record, text);
        } else if (type instanceof YArray array) {
            edit(record, array);
        } else {
            edit(record, (YMap) type);
        }
    }

    private SharedType type(RecordedJson record) {
        List<?> path = record.elements("path");
        Doc doc = doc(record);
        SharedType type = switch ((String) path.get(0)) {
            case "t" -> doc.getText("t");
            case "a" -> doc.getArray("a");
            default -> doc.getMap("m");
        };
        for (Object step : path.subList(1, path.size())) {
            Object inner = step instanceof String key
                    ? ((YMap) type).get(key)
                    : ((YArray) type).get(((Number) step).intValue());
            type = (SharedType) Objects.requireNonNull(inner);
        }
        return type;
    }

    private static int at(RecordedJson record) {
        return (int) record.number("at");
    }

    private static int count(RecordedJson record) {
        return (int) record.number("count");
    }

    private static void edit(RecordedJson record, YText text) {
        switch (record.text("do")) {
            case "insert" -> text.insert(at(record), record.text("text"));
            case "embed" -> text.insertEmbed(at(record), record.object("value").fields());
            case "delete" -> text.delete(at(record), count(record));
            case "format" -> text.format(at(record), count(record), attributes(record.object("attributes")));
            default -> throw new IllegalArgumentException("unknown edit of a text: " + record);
        }
    }

    private static Map<String, @Nullable Object> attributes(RecordedJson json) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        json.fields().forEach((key, value) -> attributes.put((String) key, value));
        return attributes;
    }

    private static void edit(RecordedJson record, YArray array) {
        switch (record.text("do")) {
            case "add" -> array.insert(at(record), record.elements("values"));
            case "addText" -> array.insert(at(record), List.of(new YText("in list")));
            case "addList" -> array.insert(at(record), List.of(YArray.from(List.of("p", "q"))));
            case "remove" -> array.delete(at(record), count(record));
            default -> throw new IllegalArgumentException("unknown edit of an array: " + record);
        }
    }

    private static void edit(RecordedJson record, YMap map) {
        String key = record.text("key");
        switch (record.text("do")) {
            case "set" -> map.set(key, record.get("value"));
            case "unset" -> map.delete(key);
            case "nest" -> map.set(key, new YText("nested"));
            case "nestMap" -> map.set(key, new YMap(Trail.map("k", 0, "l", 0)));
            case "nestList" -> map.set(key, YArray.from(List.of(1, 2, 3)));
            default -> throw new IllegalArgumentException("unknown edit of a map: " + record);
        }
    }

    /* Looks. */

    private void place(RecordedJson record, String where) {
        RelativePosition position =
                RelativePosition.fromTypeIndex(type(record), at(record), (int) record.number("assoc"));
        positions.add(position);
        assertThat(HexFormat.of().formatHex(position.encode())).as(where).isEqualTo(record.text("bytes"));
    }

    private void take(RecordedJson record, String where) {
        Snapshot snapshot = Snapshot.of(doc(record));
        snapshots.add(snapshot);
        assertThat(HexFormat.of().formatHex(snapshot.encode())).as(where).isEqualTo(record.text("bytes"));
    }

    private void look(RecordedJson record, String where) {
        assertThat(docs.stream().map(HistoryRun::digest).toList())
                .as("states, %s", where)
                .isEqualTo(record.elements("states"));
        assertThat(managers.stream()
                        .map(undo -> List.of((long) undo.undoStackSize(), (long) undo.redoStackSize()))
                        .toList())
                .as("stacks, %s", where)
                .isEqualTo(record.elements("stacks"));
        assertThat(indices(true)).as("positions, %s", where).isEqualTo(record.elements("following"));
        assertThat(indices(false)).as("positions as others see them, %s", where).isEqualTo(record.elements("plain"));
    }

    private List<List<Long>> indices(boolean followUndoneDeletions) {
        List<List<Long>> all = new ArrayList<>();
        for (Doc doc : docs) {
            List<Long> indices = new ArrayList<>();
            for (RelativePosition position : positions) {
                AbsolutePosition absolute = position.toAbsolute(doc, followUndoneDeletions);
                indices.add((long) (absolute == null ? NOWHERE : absolute.index()));
            }
            all.add(indices);
        }
        return all;
    }

    private static String digest(Doc doc) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(doc.encodeStateAsUpdate());
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void restore(RecordedJson record, String where) {
        Doc doc = doc(record);
        Snapshot snapshot = snapshots.get((int) record.number("snapshot"));
        int previous = (int) record.number("previous");
        assertThat(digest(snapshot.createDoc(doc))).as(where).isEqualTo(record.text("state"));
        List<DeltaOp> delta = doc.getText("t")
                .toDelta(
                        snapshot,
                        previous < 0 ? null : snapshots.get(previous),
                        (change, id) -> Trail.map("user", id.client(), "type", change.word()));
        assertThat(Trail.json(delta)).as(where).isEqualTo(record.text("delta"));
        List<@Nullable Object> elements = doc.getArray("a").toList(snapshot);
        elements.replaceAll(HistoryRun::withoutContent);
        assertThat(Trail.json(elements)).as(where).isEqualTo(record.text("list"));
        List<List<@Nullable Object>> entries = new ArrayList<>();
        doc.getMap("m").entries(snapshot).forEach((key, value) -> {
            List<@Nullable Object> entry = new ArrayList<>(List.of(key));
            entry.add(withoutContent(value));
            entries.add(entry);
        });
        assertThat(Trail.json(entries)).as(where).isEqualTo(record.text("keys"));
    }

    private static @Nullable Object withoutContent(@Nullable Object value) {
        return value instanceof SharedType ? "type" : value;
    }
}
