package io.codecollab.server.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.protocol.WireFormat.Received;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** Messages as they are on the wire. */
class EncodedFrameTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    @Test
    void theHeaderIsAsLongAsTheLengthNeeds() {
        assertThat(header(0)).isEqualTo("82 00");
        assertThat(header(1)).isEqualTo("82 01");
        assertThat(header(125)).isEqualTo("82 7d");
        assertThat(header(126)).isEqualTo("82 7e 00 7e");
        assertThat(header(65_535)).isEqualTo("82 7e ff ff");
        assertThat(header(65_536)).isEqualTo("82 7f 00 00 00 00 00 01 00 00");
        assertThat(header(16_777_217)).isEqualTo("82 7f 00 00 00 00 01 00 00 01");
    }

    @Test
    void textIsUtf8InATextMessage() {
        EncodedFrame frame = EncodedFrame.text("aé😀");

        assertThat(WireFormat.messages(frame)).singleElement().satisfies(message -> {
            assertThat(message.firstByte()).isEqualTo(0x81);
            assertThat(new String(message.payload(), UTF_8)).isEqualTo("aé😀");
        });
    }

    @Test
    void aRunIsItsMessagesInARow() {
        EncodedFrame run = EncodedFrame.concat(List.of(frame(3), frame(200), frame(0)));

        assertThat(WireFormat.messages(run))
                .extracting(Received::payload)
                .containsExactly(bytes(3), bytes(200), bytes(0));
        assertThat(run.size()).isEqualTo(2 + 3 + 4 + 200 + 2);
    }

    @Test
    void aSliceOfARunIsSomeOfItsMessages() {
        EncodedFrame run = EncodedFrame.concat(List.of(frame(3), frame(200), frame(7), frame(9)));

        EncodedFrame slice = run.slice(5, 5 + 204 + 9);

        assertThat(WireFormat.messages(slice)).extracting(Received::payload).containsExactly(bytes(200), bytes(7));
        assertThat(WireFormat.messages(slice.slice(204, 213)))
                .extracting(Received::payload)
                .containsExactly(bytes(7));
        assertThat(slice.bytes()).as("not copied").isSameAs(run.bytes());
    }

    @Test
    void aCompressedMessageInflatesToTheSame() throws DataFormatException {
        for (int length : new int[] {1_024, 1_025, 10_000, 65_535, 65_536, 1_000_000}) {
            byte[] payload = "the quick brown fox "
                    .repeat(length / 20 + 1)
                    .substring(0, length)
                    .getBytes(UTF_8);

            EncodedFrame deflated = EncodedFrame.binary(payload).deflated();

            Received message = WireFormat.messages(deflated).get(0);
            assertThat(message.firstByte()).as("length=%d", length).isEqualTo(0xC2);
            assertThat(message.payload().length).isLessThan(length / 2);
            assertThat(inflate(message.payload(), length)).isEqualTo(payload);
        }
    }

    @Test
    void randomMessagesInflateToTheSame() throws DataFormatException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] payload = new byte[random.nextInt(1, 20_000)];
            int alphabet = 1 << random.nextInt(9);
            for (int k = 0; k < payload.length; k++) {
                payload[k] = (byte) random.nextInt(alphabet);
            }

            EncodedFrame frame = EncodedFrame.binary(payload);
            EncodedFrame deflated = frame.deflated();

            assertThat(deflated.size()).as("seed=%d, i=%d", seed, i).isLessThanOrEqualTo(frame.size());
            Received message = WireFormat.messages(deflated).get(0);
            boolean isCompressed = (message.firstByte() & 0x40) != 0;
            byte[] read = isCompressed ? inflate(message.payload(), payload.length) : message.payload();
            assertThat(read).as("seed=%d, i=%d", seed, i).isEqualTo(payload);
        }
    }

    @Test
    void oneCompressionServesAll() {
        EncodedFrame frame = frame(10_000);

        assertThat(frame.deflated()).isSameAs(frame.deflated()).isNotSameAs(frame);
        assertThat(frame.deflated().deflated()).as("is not compressed twice").isSameAs(frame.deflated());
    }

    @Test
    void whatIsSmallOrARunOrGetsNoSmallerIsNotCompressed() {
        EncodedFrame small = frame(1_023);
        EncodedFrame run = EncodedFrame.concat(List.of(frame(2_000), frame(2_000)));
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        EncodedFrame random = EncodedFrame.binary(noise);

        assertThat(small.deflated()).isSameAs(small);
        assertThat(run.deflated()).isSameAs(run);
        assertThat(random.deflated()).isSameAs(random);
    }

    @Test
    void textStaysTextWhenItIsCompressed() throws DataFormatException {
        Received message = WireFormat.messages(
                        EncodedFrame.text("é".repeat(5_000)).deflated())
                .get(0);

        assertThat(message.firstByte()).isEqualTo(0xC1);
        assertThat(new String(inflate(message.payload(), 10_000), UTF_8)).isEqualTo("é".repeat(5_000));
    }

    /** As a client does that has agreed to permessage-deflate: RFC 7692, 7.2.2. */
    private static byte[] inflate(byte[] payload, int length) throws DataFormatException {
        byte[] withTail = Arrays.copyOf(payload, payload.length + 4);
        withTail[withTail.length - 2] = (byte) 0xFF;
        withTail[withTail.length - 1] = (byte) 0xFF;
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(withTail);
            byte[] inflated = new byte[length + 1];
            int size = inflater.inflate(inflated);
            return Arrays.copyOf(inflated, size);
        } finally {
            inflater.end();
        }
    }

    private static String header(int length) {
        EncodedFrame frame = frame(length);
        assertThat(WireFormat.messages(frame))
                .singleElement()
                .satisfies(message -> assertThat(message.payload()).isEqualTo(bytes(length)));
        return HEX.formatHex(Arrays.copyOfRange(frame.bytes(), frame.from(), frame.end() - length));
    }

    private static EncodedFrame frame(int length) {
        return EncodedFrame.binary(bytes(length));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }
}
