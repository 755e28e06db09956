package io.codecollab.crdt.replay;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.lib0.Recording;
import io.codecollab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What there is to be split: the documents at the end of the recorded runs, as they are sent to a new client. Stateless. */
final class SplitStates {

    /** What a run says its documents emitted: [V1, V2 or its digest, whether local]. */
    private static final Pattern EMITTED = Pattern.compile("\\[\"([0-9a-f]{4,})\",\"[0-9a-f]*\",[01]]");

    static final String[] PROFILES = {
        "all",
        "clients",
        "data",
        "delivery",
        "deliveryplain",
        "gcfilter",
        "large",
        "largeplain",
        "legacy",
        "mixedgc",
        "nested",
        "nogc",
        "plain",
        "snapshots",
        "subdocs",
        "surrogates",
        "text",
        "textobjects",
        "txn",
        "undo",
        "undodata",
        "undotext",
        "xml"
    };

    private SplitStates() {}

    /** All updates of a run, merged but not squashed, each struct as it was typed. */
    static byte[] merged(String profile, int run) {
        List<byte[]> updates = new ArrayList<>();
        for (String line : Recording.lines("runs/" + profile + "/" + run + ".jsonl.gz")) {
            Matcher matcher = EMITTED.matcher(line);
            while (matcher.find()) {
                updates.add(HexFormat.of().parseHex(matcher.group(1)));
            }
        }
        return Updates.mergeUpdates(updates);
    }

    static Doc emptyDoc(boolean gc) {
        return new Doc(DocOptions.defaults()
                .withClientId(4_000_000_000L)
                .withCleanupFormatting(false)
                .withGc(gc));
    }

    /** A document that was given the whole update at once. */
    static Doc doc(byte[] update, boolean gc) {
        Doc doc = emptyDoc(gc);
        doc.applyUpdate(update);
        return doc;
    }

    /** What a document that has this update sends. */
    static byte[] state(byte[] update, boolean gc) {
        return doc(update, gc).encodeStateAsUpdate();
    }

    /** Sizes from one struct at a time to all at once. */
    static int[] sizes(byte[] update) {
        return IntStream.of(1, 17, 100, 1000, update.length / 5, update.length / 2, update.length - 1, update.length)
                .filter(size -> size > 0)
                .distinct()
                .toArray();
    }
}
