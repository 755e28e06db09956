package io.codecollab.server.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/** A relay in memory that delivers, loses and breaks when the test says so. Messages of one sender keep their order. One thread. */
final class RelayByHand implements Relay {

    /** One document's share, and what is on its way to it. */
    final class Wire implements Link {
        private final Listener listener;
        private final Peer self;
        private final Queue<PeerMessage> coming = new ArrayDeque<>();
        private boolean connected;
        private boolean closed;

        private Wire(Listener listener, Peer self) {
            this.listener = listener;
            this.self = self;
        }

        @Override
        public Peer self() {
            return self;
        }

        @Override
        public void publish(PeerMessage message) {
            said.add(message);
            if (connected && !closed) {
                for (Wire other : wires) {
                    if (other != this && other.connected) {
                        other.coming.add(message);
                    }
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            wires.remove(this);
        }

        /** Begins to hear and to be heard. */
        void connect() {
            if (!closed) {
                connected = true;
                listener.connected();
            }
        }

        /** Loses what is on its way, and what is said until it is connected again. */
        void breakOff() {
            connected = false;
            coming.clear();
        }
    }

    private final List<Wire> wires = new ArrayList<>();
    private final List<PeerMessage> said = new ArrayList<>();

    @Override
    public Link open(DocumentName name, Listener listener) {
        Wire wire = new Wire(listener, new Peer(wires.size() + 1L, said.size() + 1L));
        wires.add(wire);
        return wire;
    }

    List<Wire> wires() {
        return List.copyOf(wires);
    }

    /** Everything that was said since the last call, whether or not anybody heard it. */
    List<PeerMessage> said() {
        List<PeerMessage> news = List.copyOf(said);
        said.clear();
        return news;
    }

    /** Delivers one message to somebody, or loses it. */
    void deliverOne(Random random, double lossRate) {
        List<Wire> waiting =
                wires.stream().filter(wire -> !wire.coming.isEmpty()).toList();
        if (!waiting.isEmpty()) {
            Wire wire = waiting.get(random.nextInt(waiting.size()));
            PeerMessage message = wire.coming.remove();
            if (random.nextDouble() >= lossRate) {
                wire.listener.heard(message);
            }
        }
    }

    /** Delivers all that is on its way now; whether there was anything. */
    boolean deliverAll() {
        boolean any = false;
        for (Wire wire : List.copyOf(wires)) {
            List<PeerMessage> now = List.copyOf(wire.coming);
            wire.coming.clear();
            now.forEach(wire.listener::heard);
            any |= !now.isEmpty();
        }
        return any;
    }
}
