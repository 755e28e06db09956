package io.codecollab.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.lib0.DecodeException;
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
import io.codecollab.server.e2e.Mutation;
import io.codecollab.server.e2e.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeTest {

    private static final int ROUND_TRIPS = 800;
    private static final int MUTATIONS = 20_000;

    private static final Peer ANN = new Peer(0x0123456789abcdefL, 7);
    private static final Peer BOB = new Peer(-2, 300);
    private static final Version VERSION = new Version(StateVector.of(Map.of(1L, 2, 1000L, 3)), 0x1122334455667788L);
    private static final String HEADER = "0123456789abcdef07" + "ac02" + "05";

    /** Instances of two versions share one Redis while they are upgraded: what is written here is what others must read. */
    static Stream<Arguments> bytesOfEachKind() {
        String version = "1122334455667788" + "02" + "e80703" + "0102";
        return Stream.of(
                Arguments.of(new Edits(new byte[] {10, 11}), "0100" + HEADER + "0a0b"),
                Arguments.of(new InStore(), "0101" + HEADER),
                Arguments.of(new State(Purpose.GREET, VERSION), "0102" + HEADER + "00" + version),
                Arguments.of(new State(Purpose.CHECK, VERSION), "0102" + HEADER + "01" + version),
                Arguments.of(new State(Purpose.ASK, VERSION), "0102" + HEADER + "02" + version),
                Arguments.of(
                        new Diff(BOB, VERSION, true, new byte[] {12}),
                        "0103" + HEADER + "fffffffffffffffeac02" + version + "01" + "0c"),
                Arguments.of(new Presence(new byte[] {0}), "0104" + HEADER + "00"),
                Arguments.of(new Told("hé"), "0105" + HEADER + "0368c3a9"),
                Arguments.of(new Alive(), "0106" + HEADER),
                Arguments.of(new Farewell(), "0107" + HEADER),
                Arguments.of(new Close(), "0108" + HEADER),
                Arguments.of(new AccessChange("ann", "é", false), "0109" + HEADER + "03616e6e" + "02c3a9" + "00"),
                Arguments.of(new AccessChange("ann", "", true), "0109" + HEADER + "03616e6e" + "00" + "01"));
    }

    @ParameterizedTest
    @MethodSource("bytesOfEachKind")
    void isTheseBytes(Content content, String hex) {
        PeerMessage message = new PeerMessage(ANN, 300, 5, content);

        assertThat(HexFormat.of().formatHex(Envelope.encode(message))).isEqualTo(hex);
        assertThat(Envelope.decode(HexFormat.of().parseHex(hex)))
                .usingRecursiveComparison(byFields())
                .isEqualTo(message);
    }

    @Test
    void givesBackWhatWasPutIn() {
        long seed = Seed.next();
        Messages messages = new Messages(new Random(seed));
        for (int i = 0; i < ROUND_TRIPS; i++) {
            PeerMessage message = messages.next(i % Messages.KINDS);

            assertThat(Envelope.decode(Envelope.encode(message)))
                    .as("seed=%d message=%s", seed, message)
                    .usingRecursiveComparison(byFields())
                    .isEqualTo(message);
        }
    }

    @Test
    void noPrefixIsTakenForTheWholeUnlessItMayEndThere() {
        long seed = Seed.next();
        Messages messages = new Messages(new Random(seed));
        for (int i = 0; i < ROUND_TRIPS / 2; i++) {
            byte[] whole = Envelope.encode(messages.next());
            for (int length = 0; length < whole.length; length++) {
                byte[] prefix = Arrays.copyOf(whole, length);
                if (decodes(prefix, seed)) {
                    assertThat(prefix[1]).as("seed=%d kind", seed).isIn((byte) 0, (byte) 3, (byte) 4);
                }
            }
        }
    }

    @Test
    void whatIsNoneIsRefused() {
        long seed = Seed.next();
        Random random = new Random(seed);
        Messages messages = new Messages(random);
        List<byte[]> good = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            good.add(Envelope.encode(messages.next(i % Messages.KINDS)));
        }
        Mutation mutation = new Mutation(random, good);
        int decoded = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            decoded += decodes(mutation.next(), seed) ? 1 : 0;
        }

        assertThat(decoded).as("seed=%d", seed).isBetween(1, MUTATIONS - 1);
    }

    @Test
    void aFormatOfTheFutureIsNobodysBusiness() {
        byte[] bytes = Envelope.encode(new PeerMessage(ANN, 1, 0, new Alive()));
        for (int format = 0; format < 256; format++) {
            bytes[0] = (byte) format;
            assertThat(Envelope.decode(bytes) == null).as("format=%d", format).isEqualTo(format != 1);
        }
    }

    @Test
    void aKindOfTheFutureIsNobodysBusiness() {
        byte[] bytes = Envelope.encode(new PeerMessage(ANN, 1, 0, new Edits(new byte[20])));
        for (int kind = Messages.KINDS; kind < 256; kind++) {
            bytes[1] = (byte) kind;
            assertThat(Envelope.decode(bytes)).as("kind=%d", kind).isNull();
        }
    }

    @Test
    void aPurposeOfTheFutureIsAnError() {
        byte[] bytes = HexFormat.of().parseHex("0102" + HEADER + "03" + "0000000000000000" + "00");

        assertThatThrownBy(() -> Envelope.decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("purpose=3");
    }

    /** Whether it is an envelope. */
    private static boolean decodes(byte[] bytes, long seed) {
        try {
            return Envelope.decode(bytes) != null;
        } catch (DecodeException e) {
            return false;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new AssertionError("seed=" + seed + " bytes=" + HexFormat.of().formatHex(bytes), e);
        }
    }

    /** Records of arrays are not equal to each other otherwise. */
    private static RecursiveComparisonConfiguration byFields() {
        return RecursiveComparisonConfiguration.builder()
                .withStrictTypeChecking(true)
                .build();
    }
}
