package io.codecollab.crdt.replay;

import io.codecollab.crdt.DocOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first record of a run: which documents there are.
 *
 * @param profile what kind of run this is, see profiles.mjs
 * @param rootKinds the kind of every root type by name; all documents define all of them before anything arrives
 * @param watched the roots the run works on: those whose contents and events are recorded
 * @param docs the options of every document
 */
record Head(
        String profile, Map<String, String> rootKinds, List<String> watched, List<Map<String, @Nullable Object>> docs) {

    static Head of(Entry entry) {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (Object each : entry.list("roots")) {
            List<@Nullable Object> root = Entry.asList(each);
            kinds.put((String) Objects.requireNonNull(root.get(0)), (String) Objects.requireNonNull(root.get(1)));
        }
        List<String> watched = new ArrayList<>();
        entry.list("watched").forEach(name -> watched.add((String) Objects.requireNonNull(name)));
        List<Map<String, @Nullable Object>> docs = new ArrayList<>();
        entry.list("docs").forEach(doc -> docs.add(Entry.asMap(doc)));
        return new Head(entry.text("profile"), kinds, watched, docs);
    }

    /** How a document was made. */
    static DocOptions docOptions(Map<String, @Nullable Object> doc) {
        DocOptions options = DocOptions.defaults().withGc(Boolean.TRUE.equals(doc.get("gc")));
        return Boolean.TRUE.equals(doc.get("gcFilter"))
                ? options.withGcFilter(candidate -> candidate.id().clock() % 3 != 0) // as session.mjs
                : options;
    }

    static long client(Map<String, @Nullable Object> doc) {
        return Long.parseLong((String) Objects.requireNonNull(doc.get("client")));
    }
}
