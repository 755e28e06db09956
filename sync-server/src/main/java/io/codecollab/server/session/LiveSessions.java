package io.codecollab.server.session;

import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Revocations;
import io.codecollab.server.auth.Role;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Everybody who takes part in a document over a connection to this instance. Thread-safe; nothing waits. */
public final class LiveSessions implements Revocations {

    /**
     * One client on one document. Immutable: as of when it was asked for.
     *
     * @param id of this one, as long as the server runs
     * @param client the kind of client: y-websocket, hocuspocus ...
     * @param unsentBytes what waits for the client to read it, of all its documents
     * @param isSlow whether that is so much that it gets no more for now
     */
    public record Connected(
            long id,
            DocumentName document,
            Identity who,
            Role role,
            String client,
            Instant since,
            long unsentBytes,
            boolean isSlow) {}

    private final AtomicLong lastId = new AtomicLong();

    private final Set<Admission> all = ConcurrentHashMap.newKeySet();
    private final SessionListener listener;

    public LiveSessions() {
        this(SessionListener.UNWATCHED);
    }

    /** @param listener hears who comes and goes */
    public LiveSessions(SessionListener listener) {
        this.listener = listener;
    }

    /** Who takes part in a document, the longest here first. */
    public List<Connected> in(DocumentName document) {
        return those(admission -> admission.document().equals(document));
    }

    /** Who takes part in any document, the longest here first. */
    public List<Connected> everybody() {
        return those(admission -> true);
    }

    private List<Connected> those(Predicate<Admission> which) {
        return all.stream()
                .filter(which)
                .flatMap(admission -> admission.connected().stream())
                .sorted(Comparator.comparing(Connected::since))
                .toList();
    }

    /** Sends one client away from one document; false if it is not there. */
    public boolean kick(long id) {
        List<Admission> found =
                all.stream().filter(admission -> admission.id() == id).toList();
        found.forEach(Admission::kick);
        return !found.isEmpty();
    }

    @Override
    public void kick(String user, Optional<DocumentName> document) {
        forEach(isOf(user, document), Admission::kick);
    }

    @Override
    public void roleChanged(String user, Optional<DocumentName> document) {
        forEach(isOf(user, document), Admission::lookUpAgain);
    }

    @Override
    public void accessChanged(DocumentName document) {
        forEach(admission -> admission.document().equals(document), Admission::lookUpAgain);
    }

    /** Looks up again what everybody may do in every document. */
    void everythingChanged() {
        all.forEach(Admission::lookUpAgain);
    }

    private static Predicate<Admission> isOf(String user, Optional<DocumentName> document) {
        return admission -> admission.isOf(user)
                && (document.isEmpty() || admission.document().equals(document.get()));
    }

    private void forEach(Predicate<Admission> which, Consumer<Admission> what) {
        all.stream().filter(which).forEach(what);
    }

    /** A client that is known was let in. */
    void letIn(Admission admission) {
        admission.connected().ifPresent(listener::joined);
    }

    /** A client was not let in, or was sent away. */
    void turnedAway(Admission admission, String user, CloseReason reason) {
        listener.turnedAway(admission.document(), user, reason);
    }

    /** A number that no client has had yet. */
    long newId() {
        return lastId.incrementAndGet();
    }

    void add(Admission admission) {
        all.add(admission);
    }

    void remove(Admission admission) {
        all.remove(admission);
    }

    /** A client that was let in is gone. */
    void left(Admission admission) {
        admission.connected().ifPresent(listener::left);
    }
}
