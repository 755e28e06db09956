package io.codecollab.server.relay;

import io.codecollab.crdt.update.StateVector;
import io.codecollab.server.document.Peer;
import io.codecollab.server.document.PeerMessage;
import io.codecollab.server.document.PeerMessage.AccessChange;
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
import io.codecollab.server.document.Version;
import java.util.List;
import java.util.Random;

/** Messages with anything in them that a message may have. The same random source makes the same. */
final class Messages {

    /** How many kinds of content there are. */
    static final int KINDS = 10;

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
    private static final int MAX_LENGTH = 300;

    private final Random random;

    Messages(Random random) {
        this.random = random;
    }

    /** Any kind of message. */
    PeerMessage next() {
        return next(random.nextInt(KINDS));
    }

    PeerMessage next(int kind) {
        return new PeerMessage(peer(), number(), number(), content(kind));
    }

    private Content content(int kind) {
        return switch (kind) {
            case 0 -> new Edits(bytes());
            case 1 -> new InStore();
            case 2 -> new State(purpose(), version());
            case 3 -> new Diff(peer(), version(), random.nextBoolean(), bytes());
            case 4 -> new Presence(bytes());
            case 5 -> new Told(text());
            case 6 -> new Alive();
            case 7 -> new Farewell();
            case 8 -> new Close();
            default -> new AccessChange(text(), text(), random.nextBoolean());
        };
    }

    private Purpose purpose() {
        List<Purpose> all = List.of(Purpose.values());
        return all.get(random.nextInt(all.size()));
    }

    private Peer peer() {
        return new Peer(random.nextLong(), number());
    }

    private Version version() {
        int size = random.nextInt(20);
        long[] clients = new long[size];
        int[] clocks = new int[size];
        for (int i = 0; i < size; i++) {
            clients[i] = number();
            clocks[i] = random.nextInt(Integer.MAX_VALUE) >>> random.nextInt(31);
        }
        return new Version(StateVector.of(clients, clocks), random.nextInt(4) == 0 ? 0 : random.nextLong());
    }

    /** Of any length, up to the largest that lib0 knows. */
    private long number() {
        return (random.nextLong() & MAX_SAFE_INTEGER) >>> random.nextInt(54);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(MAX_LENGTH)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(MAX_LENGTH);
        for (int i = 0; i < length; i++) {
            int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1) >>> random.nextInt(15);
            text.appendCodePoint(Character.getType(codePoint) == Character.SURROGATE ? '?' : codePoint);
        }
        return text.toString();
    }
}
