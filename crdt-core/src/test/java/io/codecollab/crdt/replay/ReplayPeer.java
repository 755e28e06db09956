package io.codecollab.crdt.replay;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.KeyChange;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.SubdocsEvent;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One document of a run and everything it told its listeners since the last record. Not thread-safe. */
final class ReplayPeer {

    /** The counterpart of LIFE_CYCLE in session.mjs. */
    private static final char BEFORE_ALL = 'A';

    private final Map<String, String> rootKinds;
    private final Map<String, @Nullable Object> options;
    private final List<Emission> emissions = new ArrayList<>();
    private final List<@Nullable Object> events = new ArrayList<>();
    private final List<@Nullable Object> subdocEvents = new ArrayList<>();
    private final StringBuilder lifeCycle = new StringBuilder();
    private final Map<String, SharedType> roots = new LinkedHashMap<>();
    private Doc doc;
    private byte[] lastV1 = new byte[0];

    /**
     * A fresh document.
     *
     * @param rootKinds the kind of every root type, by name
     * @param options the document's entry in the head of the run
     */
    ReplayPeer(Map<String, String> rootKinds, Map<String, @Nullable Object> options, DocOptions docOptions) {
        this.rootKinds = rootKinds;
        this.options = options;
        this.doc = open(docOptions);
    }

    /** Goes on with a new, empty document. */
    void reopen(DocOptions docOptions) {
        doc = open(docOptions);
    }

    Doc doc() {
        return doc;
    }

    SharedType root(String name) {
        return Objects.requireNonNull(roots.get(name));
    }

    SharedType resolve(List<@Nullable Object> path) {
        return Paths.follow(root((String) Objects.requireNonNull(path.get(0))), path);
    }

    Map<String, @Nullable Object> content(Collection<String> rootNames) {
        Map<String, @Nullable Object> content = new TreeMap<>();
        for (String name : rootNames) {
            content.put(name, Content.of(root(name)));
        }
        return content;
    }

    List<Emission> emissions() {
        return emissions;
    }

    /** Forgets what the listeners heard. */
    void forget() {
        emissions.clear();
        events.clear();
        subdocEvents.clear();
        lifeCycle.setLength(0);
    }

    /** Compares what the listeners heard with what the record says. */
    void expectHeard(Entry entry) {
        Expect.equal("events", entry.list("ev"), events);
        Expect.equal("subdocs events", entry.list("subdocs"), subdocEvents);
        Expect.equal("order of document events", entry.has("life") ? entry.text("life") : "", lifeCycle.toString());
    }

    private boolean is(String option) {
        return Boolean.TRUE.equals(options.get(option));
    }

    private Doc open(DocOptions docOptions) {
        Doc opened = new Doc(docOptions);
        rootKinds.forEach((name, kind) -> roots.put(name, Paths.root(opened, name, kind)));
        if (is("lifeCycle")) {
            opened.onBeforeAllTransactions(any -> lifeCycle.append(BEFORE_ALL));
            opened.onBeforeTransaction(any -> lifeCycle.append('b'));
            opened.onBeforeObserverCalls(any -> lifeCycle.append('o'));
            opened.onAfterTransaction(any -> lifeCycle.append('a'));
            opened.onAfterTransactionCleanup(any -> lifeCycle.append('c'));
            opened.onUpdate((update, origin, from, transaction) -> lifeCycle.append('u'));
            opened.onUpdateV2((update, origin, from, transaction) -> lifeCycle.append('v'));
            opened.onAfterAllTransactions(any -> lifeCycle.append('Z'));
        }
        opened.onUpdate((update, origin, from, transaction) -> lastV1 = update);
        opened.onUpdateV2((update, origin, from, transaction) ->
                emissions.add(new Emission(lastV1, update, transaction.local())));
        opened.onSubdocs(event -> subdocEvents.add(guids(event)));
        if (is("reacts")) {
            YArray array = opened.getArray("array");
            opened.getMap("map").observe(event -> {
                if (event.transaction().local() && event.keysChanged().contains("l")) {
                    array.push(List.of(event.keysChanged().size()));
                }
            });
        }
        return opened;
    }

    /** Listens to everything below these roots. */
    void observe(Collection<String> rootNames) {
        observe(rootNames, heard -> true);
    }

    /** Listens to changes below these roots that come from elsewhere. */
    void observeRemote(Collection<String> rootNames) {
        observe(rootNames, heard -> !heard.transaction().local());
    }

    private void observe(Collection<String> rootNames, Predicate<YEvent> filter) {
        for (String name : rootNames) {
            root(name).observeDeep(heard -> {
                if (filter.test(heard.get(0))) {
                    events.add(List.of(name, seen(heard)));
                }
            });
        }
    }

    List<@Nullable Object> events() {
        return events;
    }

    private static List<@Nullable Object> seen(List<? extends YEvent> heard) {
        List<@Nullable Object> seen = new ArrayList<>();
        for (YEvent event : heard) {
            Map<String, @Nullable Object> fields = new TreeMap<>();
            fields.put("p", Seen.list(event.path()));
            fields.put("t", Seen.kind(event.target()));
            fields.put("keys", keys(event));
            fields.put("delta", Seen.delta(event.delta()));
            seen.add(fields);
        }
        return seen;
    }

    private static Map<String, @Nullable Object> keys(YEvent event) {
        Map<String, @Nullable Object> keys = new TreeMap<>();
        for (Map.Entry<String, KeyChange> change : event.keys().entrySet()) {
            KeyChange.Action action = change.getValue().action();
            Object oldValue = action == KeyChange.Action.ADD
                    ? Map.of("$", "undef") // JavaScript's "there was none"
                    : Seen.value(change.getValue().oldValue());
            List<@Nullable Object> seen = new ArrayList<>();
            seen.add(action.name().toLowerCase(Locale.ROOT));
            seen.add(oldValue);
            keys.put(change.getKey(), seen);
        }
        return keys;
    }

    private static List<List<String>> guids(SubdocsEvent event) {
        return List.of(guids(event.loaded()), guids(event.added()), guids(event.removed()));
    }

    private static List<String> guids(Collection<Doc> docs) {
        return docs.stream().map(Doc::guid).sorted().toList();
    }
}
