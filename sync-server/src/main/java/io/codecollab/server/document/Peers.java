package io.codecollab.server.document;

import io.codecollab.server.document.PeerMessage.Alive;
import io.codecollab.server.document.PeerMessage.Close;
import io.codecollab.server.document.PeerMessage.Content;
import io.codecollab.server.document.PeerMessage.Diff;
import io.codecollab.server.document.PeerMessage.Edits;
import io.codecollab.server.document.PeerMessage.Farewell;
import io.codecollab.server.document.PeerMessage.InStore;
import io.codecollab.server.document.PeerMessage.Presence;
import io.codecollab.server.document.PeerMessage.Purpose;
import io.codecollab.server.document.PeerMessage.State;
import io.codecollab.server.document.PeerMessage.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The copies of a document that other instances have open, and what is said to them and heard from them.
 *
 * <p>Edits are told once. What gets lost on the way is found by its missing sequence number, by the versions that are told
 * when a connection begins, or by those told every now and then, and the difference is sent:
 *
 * <pre>
 *   A                                  B
 *   |-- Edits 7 ------------------->  x|
 *   |-- Edits 8 ---------------------->|   7 is missing
 *   |<--------------- State(ASK, v) ---|
 *   |-- Diff(to B, all after v) ------>|
 * </pre>
 *
 * When several can answer, all wait for a random moment, and those who hear that another answered keep silent.
 *
 * <p>Document thread only.
 */
final class Peers {

    /** Larger things are fetched from the store: a broker cuts off readers for whom it has to keep too much. */
    static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** More of other instances' edits than this are stored by this one, rather than waiting for their word. */
    private static final int MAX_UNSETTLED_BYTES = 1 << 20;

    /** About how often something is said while others are there: nothing heard for longer than two of these means death. */
    private static final long TICK_MS = 8_000;

    private static final long LONELY_TICK_MS = 60_000;
    private static final long DEAD_AFTER_MS = 20_000;

    /** Versions differ for a moment after every edit: they are compared when nobody has edited for so long, */
    private static final long QUIET_MS = 1_000;

    /** or when they have not been compared for so long. */
    private static final long CHECK_AT_LEAST_EVERY_MS = 60_000;

    private static final long ASK_INTERVAL_MS = 250;
    private static final long ANSWER_WINDOW_PER_PEER_MS = 20;
    private static final long MAX_ANSWER_WINDOW_MS = 200;

    /** The document, as far as other instances change it or look into it. */
    interface Copy {

        /** What it has now, all of which has been told. */
        Version version();

        /** What a copy of a version lacks. */
        byte[] diff(Version version);

        /** Merges an update; what was new in it, empty (00 00) when nothing was. */
        byte[] merge(byte[] update);

        /** Merges what is stored. */
        void mergeStored();

        /** Whether everything that was handed to the store is durable. */
        boolean isStored();

        /** Makes everything durable that was taken over from others, then runs a task. */
        void store(Runnable then);

        /** Everybody who works on this copy, an awareness update; a single 0 for nobody. */
        byte[] presenceHere();

        void presenceThere(Peer peer, byte[] awarenessUpdate);

        void gone(Peer peer);

        void told(String text);

        /** Sends everybody away. */
        void close();

        void later(long delayMs, Runnable task);

        long nowMs();
    }

    /**
     * An edit that the others were told of.
     *
     * @param sequence the number of the last message that had edits, up to this one
     * @param isToBeFetched whether it is too large for a message: the others are told when it is in the store
     */
    record Announced(long sequence, boolean isToBeFetched) {}

    private static final class Known {
        long sequence;
        long committed;
        long heardMs;
    }

    private final Relay.Link link;
    private final Copy copy;
    private final SplittableRandom random;
    private final Map<Peer, Known> known = new ConcurrentHashMap<>();
    private final Unsettled unsettled = new Unsettled();
    private final Map<Peer, Version> waitingForAnswer = new LinkedHashMap<>();
    private long sequence;
    private long committed;
    private boolean presenceIsDue;
    private boolean askIsDue;
    private long lastAskMs = Long.MIN_VALUE / 2;
    private long lastSaidMs;
    private long lastStateMs;
    private long lastEditMs;
    private long tickNumber;

    /** Nobody is known yet. */
    Peers(Relay.Link link, Copy copy) {
        this.link = link;
        this.copy = copy;
        this.random = new SplittableRandom(link.self().node() ^ link.self().opening());
    }

    /** How many other instances have the document open, as far as one knows. On any thread. */
    int count() {
        return known.size();
    }

    /** Edits of others that this instance may have to store. */
    Unsettled unsettled() {
        return unsettled;
    }

    /** Tells an edit of clients of this instance; {@link #stored} is to be called when it is durable. */
    Announced edited(byte[] update) {
        lastEditMs = copy.nowMs();
        boolean isLarge = update.length > MAX_MESSAGE_BYTES;
        if (!isLarge) {
            sequence++;
            say(new Edits(update));
        }
        return new Announced(sequence, isLarge);
    }

    /** An edit of this instance, and all before it, are durable. */
    void stored(Announced edit) {
        committed = Math.max(committed, edit.sequence);
        if (edit.isToBeFetched) {
            sayInStore();
        }
    }

    private void sayInStore() {
        sequence++;
        say(new InStore());
    }

    /** Tells how clients of this instance came, moved or left. */
    void presenceChanged(byte[] awarenessUpdate) {
        say(new Presence(awarenessUpdate));
    }

    /** Tells a message of a client of this instance. */
    void told(String text) {
        say(new Told(text));
    }

    /** What is said from now on is heard; what was said before may have been lost both ways. */
    void connected() {
        known.values().forEach(peer -> peer.heardMs = copy.nowMs());
        sayState(Purpose.GREET);
        byte[] here = copy.presenceHere();
        if (here.length > 1) {
            say(new Presence(here));
        }
        scheduleTick();
    }

    /** Says good-bye. */
    void leave() {
        say(new Farewell());
        link.close();
    }

    /** Has everybody sent away from the document there, too. */
    void closeThere() {
        say(new Close());
    }

    /** Says nothing any more: what is here is not to be relied on. */
    void abandon() {
        link.close();
    }

    void heard(PeerMessage message) {
        Peer from = message.from();
        Content content = message.content();
        if (content instanceof Close) {
            copy.close();
            return;
        }
        if (content instanceof Farewell) {
            unsettled.settle(from, message.committed());
            forget(from);
            return;
        }
        note(message);
        if (content instanceof Edits edits) {
            onEdits(message, edits);
        } else if (content instanceof InStore) {
            copy.mergeStored();
        } else if (content instanceof State state) {
            onState(from, state);
        } else if (content instanceof Diff diff) {
            onDiff(diff);
        } else if (content instanceof Presence presence) {
            copy.presenceThere(from, presence.update());
        } else if (content instanceof Told told) {
            copy.told(told.text());
        }
    }

    /** Keeps the books on who said what, and asks for what was lost. */
    private void note(PeerMessage message) {
        Peer from = message.from();
        boolean counts = message.content() instanceof Edits || message.content() instanceof InStore;
        Known peer = known.get(from);
        if (peer == null) {
            peer = meet(from);
            peer.sequence = message.sequence(); // what was told before will come as an answer to our greeting
        } else if (message.sequence() > peer.sequence + (counts ? 1 : 0)) {
            ask();
        }
        peer.sequence = Math.max(peer.sequence, message.sequence());
        peer.committed = Math.max(peer.committed, message.committed());
        peer.heardMs = copy.nowMs();
        unsettled.settle(from, peer.committed);
    }

    private Known meet(Peer from) {
        List<Peer> predecessors = new ArrayList<>();
        for (Peer other : known.keySet()) {
            if (other.node() == from.node()) {
                predecessors.add(other);
            }
        }
        predecessors.forEach(this::forget);
        Known peer = new Known();
        known.put(from, peer);
        if (known.size() == 1) {
            scheduleTick(); // from now on somebody counts on hearing from us
        }
        return peer;
    }

    private void forget(Peer peer) {
        if (known.remove(peer) == null) {
            return;
        }
        waitingForAnswer.remove(peer);
        copy.gone(peer);
        if (unsettled.hasAnyOf(peer)) {
            copy.store(() -> {});
        }
    }

    private void onEdits(PeerMessage message, Edits edits) {
        lastEditMs = copy.nowMs();
        byte[] news = copy.merge(edits.update());
        if (news.length > 2 && message.committed() < message.sequence()) {
            unsettled.add(message.from(), message.sequence(), news);
            if (unsettled.bytes() > MAX_UNSETTLED_BYTES) {
                copy.store(() -> {});
            }
        }
    }

    private void onState(Peer from, State state) {
        Version ours = copy.version();
        Version theirs = state.version();
        boolean sameDeletes = ours.hasSameDeletesAs(theirs);
        if (!sameDeletes || !theirs.hasInsertsOf(ours)) {
            answerSoon(from, theirs);
        }
        if (state.purpose() != Purpose.ASK && (!sameDeletes || !ours.hasInsertsOf(theirs))) {
            ask();
        }
        if (state.purpose() == Purpose.GREET) {
            presenceSoon();
        }
    }

    private void answerSoon(Peer to, Version theirs) {
        if (waitingForAnswer.put(to, theirs) == null) {
            if (known.size() <= 1) {
                answer(to);
            } else {
                copy.later(random.nextLong(answerWindowMs()), () -> answer(to));
            }
        }
    }

    private long answerWindowMs() {
        return Math.min(MAX_ANSWER_WINDOW_MS, known.size() * ANSWER_WINDOW_PER_PEER_MS);
    }

    private void answer(Peer to) {
        Version theirs = waitingForAnswer.remove(to);
        if (theirs == null) {
            return; // another instance was faster
        }
        Version ours = copy.version();
        byte[] diff = copy.diff(theirs);
        if (diff.length > MAX_MESSAGE_BYTES) {
            copy.store(this::sayInStore);
        } else {
            say(new Diff(to, ours, unsettled.isEmpty() && copy.isStored(), diff));
        }
    }

    private void onDiff(Diff diff) {
        if (diff.to().equals(link.self())) {
            byte[] news = copy.merge(diff.update());
            if (news.length > 2 && !diff.isDurable()) {
                unsettled.add(null, 0, news);
            }
            return;
        }
        Version waiting = waitingForAnswer.get(diff.to());
        if (waiting != null && diff.version().covers(copy.version())) {
            waitingForAnswer.remove(diff.to());
        }
    }

    private void ask() {
        if (askIsDue) {
            return;
        }
        long waitMs = lastAskMs + ASK_INTERVAL_MS - copy.nowMs();
        askIsDue = true;
        if (waitMs <= 0) {
            sayAsk();
        } else {
            copy.later(waitMs, this::sayAsk);
        }
    }

    private void sayAsk() {
        askIsDue = false;
        lastAskMs = copy.nowMs();
        sayState(Purpose.ASK);
    }

    private void presenceSoon() {
        if (!presenceIsDue) {
            presenceIsDue = true;
            copy.later(random.nextLong(answerWindowMs() + 1), () -> {
                presenceIsDue = false;
                byte[] here = copy.presenceHere();
                say(here.length > 1 ? new Presence(here) : new Alive());
            });
        }
    }

    private void scheduleTick() {
        long number = ++tickNumber;
        long aboutMs = known.isEmpty() ? LONELY_TICK_MS : TICK_MS;
        copy.later(aboutMs - random.nextLong(aboutMs / 4), () -> {
            if (number == tickNumber) {
                onTick();
                scheduleTick();
            }
        });
    }

    private void onTick() {
        long nowMs = copy.nowMs();
        List<Peer> dead = new ArrayList<>();
        known.forEach((peer, state) -> {
            if (nowMs - state.heardMs > DEAD_AFTER_MS) {
                dead.add(peer);
            }
        });
        dead.forEach(this::forget);
        boolean isQuiet = nowMs - lastEditMs >= QUIET_MS && lastStateMs <= lastEditMs;
        if (isQuiet || nowMs - lastStateMs >= CHECK_AT_LEAST_EVERY_MS) {
            sayState(Purpose.CHECK);
        } else if (nowMs - lastSaidMs >= TICK_MS / 2) {
            say(new Alive());
        }
    }

    private void sayState(Purpose purpose) {
        Version version = copy.version();
        lastStateMs = copy.nowMs();
        say(new State(purpose, version));
    }

    private void say(Content content) {
        lastSaidMs = copy.nowMs();
        link.publish(new PeerMessage(link.self(), sequence, committed, content));
    }
}
