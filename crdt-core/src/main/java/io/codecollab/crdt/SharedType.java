package io.codecollab.crdt;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A value that everyone edits together: text, array, map or XML. Yjs's {@code AbstractType}.
 *
 * <p>A type comes to life in one of three ways: as a root type by {@link Doc#getText} and its neighbours; by reading one that
 * a peer inserted; or with {@code new}, after which it is preliminary until it is inserted somewhere. A preliminary type
 * can be filled already; it can be inserted once.
 *
 * <p>Not thread-safe: belongs to its document's writer.
 */
public abstract sealed class SharedType permits YText, YArray, YMap, XmlFragment, UntypedRoot {
    final Branch branch;

    SharedType(Branch branch) {
        this.branch = branch;
    }

    /** The face of a branch, made when somebody asks for it. */
    static SharedType of(Branch branch) {
        SharedType known = branch.type;
        if (known != null) {
            return known;
        }
        SharedType created = switch (branch.typeRef) {
            case Branch.ARRAY -> new YArray(branch);
            case Branch.MAP -> new YMap(branch);
            case Branch.TEXT -> new YText(branch);
            case Branch.XML_ELEMENT -> new XmlElement(branch);
            case Branch.XML_FRAGMENT -> new XmlFragment(branch);
            case Branch.XML_HOOK -> new XmlHook(branch);
            case Branch.XML_TEXT -> new XmlText(branch);
            default -> new UntypedRoot(branch);
        };
        if (branch.typeRef != Branch.UNTYPED) {
            branch.type = created;
        }
        return created;
    }

    /** The document this type is part of; null while it is preliminary. */
    public final @Nullable Doc doc() {
        return branch.doc;
    }

    /** The type that contains this one; null for a root type or a preliminary one. */
    public final @Nullable SharedType parent() {
        Branch parent = branch.parent();
        return parent == null ? null : of(parent);
    }

    /** Visible units of the list: characters, elements or children; 0 for a map. */
    public int length() {
        return branch.length;
    }

    /** A plain value: String for text and XML, List for an array, Map for a map; types inside become plain as well. */
    public final @Nullable Object toJson() {
        return JsonTree.of(branch);
    }

    /** A preliminary type with the same content, to be inserted elsewhere. */
    public SharedType copy() {
        return TypeCopy.of(this);
    }

    /** Calls the observer after every transaction that changed this type itself. */
    public final Subscription observe(Consumer<YEvent> observer) {
        Listeners<Consumer<YEvent>> observers = branch.observers;
        if (observers == null) {
            observers = new Listeners<>();
            branch.observers = observers;
        }
        return observed(observers, observer);
    }

    /** Calls the observer after every transaction that changed this type or anything inside it, outermost first. */
    public final Subscription observeDeep(Consumer<List<YEvent>> observer) {
        Listeners<Consumer<List<YEvent>>> observers = branch.deepObservers;
        if (observers == null) {
            observers = new Listeners<>();
            branch.deepObservers = observers;
        }
        return observed(observers, observer);
    }

    private <L> Subscription observed(Listeners<L> observers, L observer) {
        branch.observerCount++;
        Doc doc = branch.doc;
        if (doc != null) {
            doc.addObservers(1);
        }
        return observers.add(observer, () -> {
            branch.observerCount--;
            Doc current = branch.doc;
            if (current != null) {
                current.addObservers(-1);
            }
        });
    }

    /** Whether edits go to a document; before that they only fill the preliminary content. */
    final boolean isIntegrated() {
        return branch.doc != null;
    }

    final void edit(Consumer<Transaction> change) {
        requireDoc().transact(change);
    }

    final Doc requireDoc() {
        Doc doc = branch.doc;
        if (doc == null) {
            throw new IllegalStateException("not part of a document yet");
        }
        return doc;
    }

    final Branch branchForInsertion() {
        if (branch.item != null || branch.doc != null) {
            throw new IllegalStateException("a shared type can be inserted once; insert a copy");
        }
        return branch;
    }

    /** Replays what was put in before the type had a document. */
    abstract void integratePreliminaryContent();
}
