package io.codecollab.crdt.sync;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.Subscription;
import io.codecollab.crdt.lib0.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One end of a conversation between two copies of a document: says what is had, asks for what is missing, then passes on
 * every change, and never sends back what it was sent.
 *
 * <pre>
 *   NEW --start, or the other's step 1--> AWAITING_STEP_2 --step 2--> SYNCED
 *    '--------------------------------------- close ------------------> CLOSED
 * </pre>
 *
 * <p>Both ends do the same; it does not matter who starts. Messages must arrive in the order they were sent and none may be
 * lost: after a lost connection close this peer and make a new one, which starts over from the state vectors.
 *
 * <p>Not thread-safe: it belongs to the thread that owns the document, and sends on it.
 */
public final class SyncPeer implements AutoCloseable {

    private enum State {
        NEW,
        AWAITING_STEP_2,
        SYNCED,
        CLOSED
    }

    /** The copy of the document at this end. */
    private interface Copy {
        byte[] encodeStateVector();

        byte[] encodeStateAsUpdate(byte[] stateVector);

        void applyUpdate(byte[] update);
    }

    private final Copy copy;
    private final Consumer<SyncMessage> sender;
    private final Subscription updates;
    private final List<Runnable> syncedListeners = new ArrayList<>();
    private State state = State.NEW;

    /**
     * An end for a document. Its changes are sent as they happen, those that came from here excepted; what comes from the
     * other end is applied in transactions whose origin is this peer.
     *
     * @param sender gets every message to send, in order
     */
    public SyncPeer(Doc doc, Consumer<SyncMessage> sender) {
        this.copy = new Copy() {
            @Override
            public byte[] encodeStateVector() {
                return doc.encodeStateVector();
            }

            @Override
            public byte[] encodeStateAsUpdate(byte[] stateVector) {
                return doc.encodeStateAsUpdate(stateVector);
            }

            @Override
            public void applyUpdate(byte[] update) {
                doc.applyUpdate(update, SyncPeer.this);
            }
        };
        this.sender = sender;
        this.updates = doc.onUpdate((update, origin, source, transaction) -> {
            if (origin != this) {
                send(update);
            }
        });
    }

    /**
     * An end for a replica. A replica tells nobody of its changes, so its owner does: {@link #send(byte[])} passes one on.
     *
     * @param sender gets every message to send, in order
     * @param applied gets what every update from the other end brought, also what is only parked: to be stored, and sent to
     *     everybody else
     */
    public SyncPeer(Replica replica, Consumer<SyncMessage> sender, Consumer<Replica.Applied> applied) {
        this.copy = new Copy() {
            @Override
            public byte[] encodeStateVector() {
                return replica.encodeStateVector();
            }

            @Override
            public byte[] encodeStateAsUpdate(byte[] stateVector) {
                return replica.encodeStateAsUpdate(stateVector);
            }

            @Override
            public void applyUpdate(byte[] update) {
                applied.accept(replica.applyUpdate(update));
            }
        };
        this.sender = sender;
        this.updates = () -> {};
    }

    /** Says what this end has. Calling it again later asks for whatever may have been missed. */
    public void start() {
        if (state == State.CLOSED) {
            throw new IllegalStateException("sync peer is closed");
        }
        if (state == State.NEW) {
            state = State.AWAITING_STEP_2;
        }
        sender.accept(new SyncMessage.Step1(copy.encodeStateVector()));
    }

    /**
     * Takes a message from the other end; after {@link #close()} it is ignored.
     *
     * @throws DecodeException if what is in the message cannot be read; nothing has changed then, and the conversation can
     *     go on
     */
    public void receive(SyncMessage message) {
        if (state == State.CLOSED) {
            return;
        }
        if (message instanceof SyncMessage.Step1 step1) {
            sender.accept(new SyncMessage.Step2(copy.encodeStateAsUpdate(step1.stateVector())));
            if (state == State.NEW) {
                start();
            }
        } else if (message instanceof SyncMessage.Step2 step2) {
            copy.applyUpdate(step2.update());
            becomeSynced();
        } else if (message instanceof SyncMessage.Update update) {
            copy.applyUpdate(update.update());
        }
    }

    private void becomeSynced() {
        if (state == State.AWAITING_STEP_2) {
            state = State.SYNCED;
            syncedListeners.forEach(Runnable::run);
            syncedListeners.clear();
        }
    }

    /** Sends a change, in update format V1, that the other end cannot know; before {@link #start()} step 2 will carry it. */
    public void send(byte[] update) {
        if (state == State.AWAITING_STEP_2 || state == State.SYNCED) {
            sender.accept(new SyncMessage.Update(update));
        }
    }

    /** Whether everything the other end knew when it was asked has arrived. */
    public boolean synced() {
        return state == State.SYNCED;
    }

    /** Runs once {@link #synced()} is true: now, if it already is. */
    public void onSynced(Runnable listener) {
        if (synced()) {
            listener.run();
        } else {
            syncedListeners.add(listener);
        }
    }

    /** Ends the conversation: nothing more is sent or applied. The document lives on. */
    @Override
    public void close() {
        state = State.CLOSED;
        updates.close();
        syncedListeners.clear();
    }
}
