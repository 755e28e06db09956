package io.codecollab.crdt;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.UpdateCursor;
import io.codecollab.crdt.update.UpdateEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A document of shared types that any number of replicas edit at the same time; Yjs's {@code Y.Doc}.
 *
 * <p>Threading: one writer at a time, and readers need the same lock as the writer. Listeners are called on the thread
 * that made the change; they may edit the document, in a transaction that is cleaned up after the present one.
 */
/*
 * The parts: StructStore holds every client's structs (what exists), the roots' Branches link them in document order
 * (where it stands), PendingStructs what came too early. Each change runs in a Transaction; TransactionCleanup does what
 * follows. Transactions started by listeners queue up in `cleanups`.
 */
public final class Doc {
    private final DocOptions options;
    private final StructStore store = new StructStore();
    private final Map<String, Branch> roots = new LinkedHashMap<>(4);
    private final PendingStructs pending = new PendingStructs();
    private long clientId;
    private @Nullable ClientLog own;
    private @Nullable String collectionId;
    private boolean shouldLoad;
    private boolean destroyed;

    private @Nullable Transaction current;
    private final List<Transaction> cleanups = new ArrayList<>(1);
    private int cleaning;
    private int lastSerial;
    private int arrivals;
    private int mark;
    private int version;

    private @Nullable DocEvents events;
    private int observerCount;
    private @Nullable Map<String, String> keys;
    private @Nullable RedoneIds redone;

    /* As a subdocument: the item that holds this document. */
    private @Nullable Item holder;
    private @Nullable Doc parentDoc;
    private @Nullable Set<Doc> subdocs;

    /** A document with default options. */
    public Doc() {
        this(DocOptions.defaults());
    }

    public Doc(DocOptions options) {
        this.options = options;
        this.clientId = options.clientId();
        this.collectionId = options.collectionId();
        this.shouldLoad = options.shouldLoad();
    }

    /* Who we are. */

    public DocOptions options() {
        return options;
    }

    public String guid() {
        return options.guid();
    }

    public @Nullable String collectionId() {
        return collectionId;
    }

    /** Who edits here. Changes by itself when a remote update turns out to use the same id. */
    public long clientId() {
        return clientId;
    }

    /** Takes another client id, 0 to 2^53-1, from the next edit on. */
    public void clientId(long newClientId) {
        clientId = DocOptions.checkClientId(newClientId);
        own = null;
    }

    /* Root types. */

    /** The root text of this name. */
    public YText getText(String name) {
        return (YText) define(name, Branch.TEXT);
    }

    /** The root array of this name. */
    public YArray getArray(String name) {
        return (YArray) define(name, Branch.ARRAY);
    }

    /** The root map of this name. */
    public YMap getMap(String name) {
        return (YMap) define(name, Branch.MAP);
    }

    /** The root fragment of this name. */
    public XmlFragment getXmlFragment(String name) {
        return (XmlFragment) define(name, Branch.XML_FRAGMENT);
    }

    /** The root element of this name; its node name is {@code UNDEFINED}, as in Yjs. */
    public XmlElement getXmlElement(String name) {
        return (XmlElement) define(name, Branch.XML_ELEMENT);
    }

    /** The root XML text of this name. */
    public XmlText getXmlText(String name) {
        return (XmlText) define(name, Branch.XML_TEXT);
    }

    private SharedType define(String name, int typeRef) {
        Branch branch = roots.get(name);
        if (branch == null) {
            branch = createRoot(interned(name));
        }
        if (branch.typeRef == Branch.UNTYPED) {
            branch.typeRef = typeRef;
        }
        if (branch.typeRef != typeRef) {
            throw new IllegalStateException("root type is defined as another type already, name=" + name + ", type="
                    + SharedType.of(branch).getClass().getSimpleName());
        }
        return SharedType.of(branch);
    }

    /** Whether a root type of this name was defined here or named by an update. */
    public boolean has(String name) {
        return roots.containsKey(name);
    }

    public Set<String> rootNames() {
        return Collections.unmodifiableSet(roots.keySet());
    }

    /** All root types whose type is known, as plain values. */
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        roots.forEach((name, branch) -> {
            if (branch.typeRef != Branch.UNTYPED) {
                json.put(name, JsonTree.of(branch));
            }
        });
        return json;
    }

    @Nullable
    Branch root(String name) {
        return roots.get(name);
    }

    Branch createRoot(String name) {
        Branch branch = Branch.root(this, name);
        roots.put(name, branch);
        return branch;
    }

    void removeRoots(Collection<String> names) {
        names.forEach(roots::remove);
    }

    /* Transactions. */

    /** Bundles edits: listeners hear of them once, at the end. Within another transaction it becomes part of that one. */
    public void transact(Consumer<Transaction> change) {
        transact(change, null);
    }

    /**
     * Bundles edits.
     *
     * <p>An exception from {@code change} is passed on after the edits made so far have been cleaned up and announced; there
     * is no rollback. The same goes for exceptions from listeners; all listeners are called all the same.
     *
     * @param origin where the change comes from, for listeners and undo managers
     */
    public void transact(Consumer<Transaction> change, @Nullable Object origin) {
        transact(change, origin, true);
    }

    /** Bundles edits that produce a value. */
    public <T extends @Nullable Object> T compute(Function<Transaction, T> change, @Nullable Object origin) {
        List<T> result = new ArrayList<>(1);
        transact(transaction -> result.add(change.apply(transaction)), origin, true);
        return result.get(0);
    }

    private void transact(Consumer<Transaction> change, @Nullable Object origin, boolean local) {
        Transaction running = current;
        if (running != null) {
            change.accept(running);
            return;
        }
        Transaction transaction = new Transaction(this, origin, local, ++lastSerial);
        boolean outermost = cleanups.isEmpty();
        FirstFailure failure = new FirstFailure();
        current = transaction;
        cleanups.add(transaction);
        try {
            if (events != null) {
                announce(events, transaction, outermost, failure);
            }
            change.accept(transaction);
        } catch (RuntimeException | Error thrown) {
            failure.add(thrown);
        } finally {
            current = null;
        }
        if (outermost) {
            cleanUp(failure);
        }
        failure.rethrow();
    }

    private void announce(DocEvents listeners, Transaction transaction, boolean outermost, FirstFailure failure) {
        if (outermost) {
            Listeners.announce(listeners.beforeAllTransactions, this, failure);
        }
        Listeners.announce(listeners.beforeTransaction, transaction, failure);
    }

    private void cleanUp(FirstFailure failure) {
        for (cleaning = 0; cleaning < cleanups.size(); cleaning++) {
            Transaction transaction = cleanups.get(cleaning);
            failure.run(() -> new TransactionCleanup(this, transaction, failure).run());
        }
        List<Transaction> finished = hasListeners(events) ? List.copyOf(cleanups) : List.of();
        cleanups.clear();
        cleaning = 0;
        if (events != null && !finished.isEmpty()) {
            Listeners.announce(events.afterAllTransactions, finished, failure);
        }
    }

    private static boolean hasListeners(@Nullable DocEvents events) {
        return events != null && !events.afterAllTransactions.isEmpty();
    }

    boolean isCleaningUp(Transaction transaction) {
        return cleanups.contains(transaction);
    }

    void touch(Transaction transaction, ClientLog log) {
        for (int i = cleaning; i < cleanups.size(); i++) {
            Transaction active = cleanups.get(i);
            if (active != transaction) {
                active.noteTouchedByLater(log);
            }
        }
        if (log.arrival == 0) {
            log.arrival = ++arrivals;
        }
        transaction.noteTouched(log, log.nextClock);
        log.touchedSerial = transaction.serial;
        log.clockBefore = log.nextClock;
        if (!pending.isEmpty()) {
            pending.noteAdvance(log);
        }
    }

    /* Updates. */

    /**
     * Merges an update in format V1.
     *
     * @throws DecodeException if the update is malformed; the document is as it was then
     */
    public void applyUpdate(byte[] update) {
        applyUpdate(update, null);
    }

    /** Merges an update in format V1; {@code origin} becomes the transaction's origin. */
    public void applyUpdate(byte[] update, @Nullable Object origin) {
        apply(UpdateCursor.v1(update, options.limits()), origin);
    }

    /** Merges an update in format V2. */
    public void applyUpdateV2(byte[] update) {
        applyUpdateV2(update, null);
    }

    /** Merges an update in format V2; {@code origin} becomes the transaction's origin. */
    public void applyUpdateV2(byte[] update, @Nullable Object origin) {
        apply(UpdateCursor.v2(update, options.limits()), origin);
    }

    /** Merges an update; what came of it is in the transaction and the integrator afterwards. */
    AppliedUpdate apply(UpdateCursor cursor, @Nullable Object origin) {
        AppliedUpdate applied = new AppliedUpdate(new Integrator(this, cursor));
        transact(applied, origin, false);
        return applied;
    }

    /** The whole document as one update in format V1, parked data included. */
    public byte[] encodeStateAsUpdate() {
        return StateEncoder.encode(this, StateVector.EMPTY, false);
    }

    /** What a peer with this state vector lacks, in format V1. */
    public byte[] encodeStateAsUpdate(byte[] encodedStateVector) {
        return StateEncoder.encode(this, StateVector.decode(encodedStateVector), false);
    }

    /** The whole document as one update in format V2, parked data included. */
    public byte[] encodeStateAsUpdateV2() {
        return StateEncoder.encode(this, StateVector.EMPTY, true);
    }

    /** What a peer with this state vector lacks, in format V2. */
    public byte[] encodeStateAsUpdateV2(byte[] encodedStateVector) {
        return StateEncoder.encode(this, StateVector.decode(encodedStateVector), true);
    }

    public byte[] encodeStateVector() {
        return StateEncoder.encodeStateVector(store);
    }

    /** The next expected clock of every client, a copy. */
    public StateVector stateVector() {
        return StateVectors.now(store);
    }

    StateVector stateVectorWith(Transaction transaction, boolean before) {
        return StateVectors.around(store, transaction, before);
    }

    /** Everything that is deleted, a copy. */
    public IdSet deleteSet() {
        return StateEncoder.deleteSet(store);
    }

    /** Structs held in memory, a measure of size and fragmentation. */
    public int structCount() {
        int count = 0;
        for (ClientLog log : store.descending()) {
            count += log.structCount;
        }
        return count;
    }

    /** Whether structs or deletions wait for what has not arrived. */
    public boolean hasPending() {
        return !pending.isEmpty();
    }

    public PendingInfo pendingInfo() {
        return new PendingInfo(pending.structCount(), pending.missing(), pending.deletions());
    }

    /** Size of what is parked, encoded. */
    int pendingBytes() {
        byte[] structs = pending.encodeStructs(UpdateEncoder.v1());
        byte[] deletions = pending.encodeDeletions(UpdateEncoder.v1());
        return (structs == null ? 0 : structs.length) + (deletions == null ? 0 : deletions.length);
    }

    /** Forgets what is parked; a peer that has it will send it again when asked with the state vector. */
    public void prunePending() {
        pending.clear();
        store.forgetMentioned();
        own = null;
        noteChange();
    }

    /* Listeners. */

    /** Update bytes in format V1 after every transaction that changed something. */
    public Subscription onUpdate(UpdateListener listener) {
        return listeners().update.add(listener, () -> {});
    }

    /** Update bytes in format V2 after every transaction that changed something. */
    public Subscription onUpdateV2(UpdateListener listener) {
        return listeners().updateV2.add(listener, () -> {});
    }

    /** Before a transaction that is not started by a listener of another one. */
    public Subscription onBeforeAllTransactions(Consumer<Doc> listener) {
        return listeners().beforeAllTransactions.add(listener, () -> {});
    }

    public Subscription onBeforeTransaction(Consumer<Transaction> listener) {
        return listeners().beforeTransaction.add(listener, () -> {});
    }

    /** When the edits are made, before the observers of the types. */
    public Subscription onBeforeObserverCalls(Consumer<Transaction> listener) {
        return listeners().beforeObserverCalls.add(listener, () -> {});
    }

    /** After the observers of the types, before deleted content is released. */
    public Subscription onAfterTransaction(Consumer<Transaction> listener) {
        return listeners().afterTransaction.add(listener, () -> {});
    }

    /** After deleted content was released and structs were merged, before the update events. */
    public Subscription onAfterTransactionCleanup(Consumer<Transaction> listener) {
        return listeners().afterTransactionCleanup.add(listener, () -> {});
    }

    /** After a transaction and all those that listeners started meanwhile. */
    public Subscription onAfterAllTransactions(Consumer<List<Transaction>> listener) {
        return listeners().afterAllTransactions.add(listener, () -> {});
    }

    public Subscription onSubdocs(Consumer<SubdocsEvent> listener) {
        return listeners().subdocs.add(listener, () -> {});
    }

    /** When {@link #load} asks for this document's content. */
    public Subscription onLoad(Consumer<Doc> listener) {
        return listeners().load.add(listener, () -> {});
    }

    public Subscription onDestroy(Consumer<Doc> listener) {
        return listeners().destroy.add(listener, () -> {});
    }

    private DocEvents listeners() {
        DocEvents known = events;
        if (known == null) {
            known = new DocEvents();
            events = known;
        }
        return known;
    }

    @Nullable
    DocEvents events() {
        return events;
    }

    void addObservers(int count) {
        observerCount += count;
    }

    /** Whether somebody may ask which types changed. */
    boolean tracksChanges() {
        return observerCount > 0 || events != null;
    }

    /** Whether somebody may look at single items of a transaction, so that none may be joined early. */
    boolean observesItems() {
        return observerCount > 0 || (events != null && events.observeItems());
    }

    /* Subdocuments. */

    /** The subdocuments that are in this document now, a copy. */
    public Set<Doc> subdocs() {
        return subdocs == null ? Set.of() : new LinkedHashSet<>(subdocs);
    }

    public boolean shouldLoad() {
        return shouldLoad;
    }

    /** Asks for the content of this subdocument: the parent's {@code subdocs} listeners see it as loaded. */
    public void load() {
        Doc parent = parentDoc;
        if (parent != null && !shouldLoad) {
            parent.transact(transaction -> transaction.loadSubdoc(this));
        }
        shouldLoad = true;
        if (events != null) {
            FirstFailure failure = new FirstFailure();
            Listeners.announce(events.load, this, failure);
            failure.rethrow();
        }
    }

    public boolean isDestroyed() {
        return destroyed;
    }

    /** Ends this document: listeners go. In its parent, a fresh unloaded instance with the same guid takes its place. */
    public void destroy() {
        if (destroyed) {
            return;
        }
        destroyed = true;
        subdocs().forEach(Doc::destroy);
        Item item = holder;
        if (item != null) {
            holder = null;
            replaceInParent(item);
        }
        if (events != null) {
            FirstFailure failure = new FirstFailure();
            Listeners.announce(events.destroy, this, failure);
            events.clear();
            failure.rethrow();
        }
    }

    private void replaceInParent(Item item) {
        Doc parent = parentDoc;
        if (parent == null) {
            return;
        }
        parent.transact(transaction -> {
            if (!item.isDeleted()) {
                Subdocument fresh = ((Subdocument) item.requireContent()).copy(false);
                item.content = fresh;
                fresh.doc().heldBy(item, parent);
                transaction.addSubdoc(fresh.doc());
            }
            transaction.removeSubdoc(this);
        });
    }

    /** Becomes the content of an item of another document. */
    void heldBy(Item item, Doc parent) {
        holder = item;
        parentDoc = parent;
    }

    void checkNotASubdoc() {
        if (holder != null) {
            throw new IllegalStateException("a subdocument can be inserted once; insert a new Doc with the same guid");
        }
    }

    void inheritCollectionId(Doc parent) {
        if (collectionId == null) {
            collectionId = parent.collectionId;
        }
    }

    void addSubdoc(Doc subdoc) {
        if (subdocs == null) {
            subdocs = new LinkedHashSet<>();
        }
        subdocs.add(subdoc);
    }

    void removeSubdoc(Doc subdoc) {
        if (subdocs != null) {
            subdocs.remove(subdoc);
        }
    }

    /* The inside. */

    StructStore store() {
        return store;
    }

    PendingStructs pending() {
        return pending;
    }

    DecodeLimits limits() {
        return options.limits();
    }

    /** The log that local edits go to. */
    ClientLog ownLog() {
        ClientLog log = own;
        if (log == null) {
            log = store.getOrCreate(clientId);
            own = log;
        }
        return log;
    }

    void checkRoom(ClientLog log, int length) {
        if (log.nextClock > Integer.MAX_VALUE - length) {
            throw new IllegalStateException("no clocks left, client=" + log.client + ", clock=" + log.nextClock);
        }
    }

    /** One String for equal map keys and root names. */
    String interned(String key) {
        Map<String, String> table = keys;
        if (table == null) {
            table = new HashMap<>(4);
            keys = table;
        }
        String known = table.putIfAbsent(key, key);
        return known == null ? key : known;
    }

    boolean hasRedoneItems() {
        return redone != null;
    }

    RedoneIds redone() {
        RedoneIds ids = redone;
        if (ids == null) {
            ids = new RedoneIds();
            redone = ids;
        }
        return ids;
    }

    /** Increases with every change of the content or of what is parked. */
    int version() {
        return version;
    }

    void noteChange() {
        version++;
    }

    /** First stamp of a conflict scan; every stamp given before is smaller. */
    int nextMark(int headroom) {
        if (mark > headroom) {
            for (ClientLog log : store.descending()) {
                for (Item item = log.first; item != null; item = item.next) {
                    item.mark = 0;
                }
            }
            mark = 0;
        }
        return mark + 1;
    }

    void lastMark(int stamp) {
        mark = stamp;
    }
}
