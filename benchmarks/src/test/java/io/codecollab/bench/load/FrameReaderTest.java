package io.codecollab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.codecollab.crdt.lib0.ByteWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest implements FrameReader.Sink {

    private final List<String> heard = new ArrayList<>();
    private final FrameReader reader = new FrameReader(this);
    private final Scratch scratch = new Scratch();

    @Test
    void readsSeveralFramesOfOneWrite() {
        read(join(frame(0x82, "one"), frame(0x82, ""), frame(0x89, "p"), frame(0x82, "two")));
        assertThat(heard).containsExactly("one", "", "ping p", "two");
    }

    @Test
    void readsOneByteAtATime() {
        String small = "s".repeat(125);
        String medium = "m".repeat(126);
        String large = "l".repeat(0x10000);
        byte[] stream = join(frame(0x82, small), frame(0x82, medium), frame(0x82, large), frame(0x88, "\u0003\u00e8"));
        for (byte each : stream) {
            read(new byte[] {each});
        }
        assertThat(heard).containsExactly(small, medium, large, "close 1000");
    }

    @Test
    void putsFragmentsTogetherAroundAPing() {
        read(join(frame(0x02, "a"), frame(0x89, "?"), frame(0x00, "b"), frame(0x80, "c"), frame(0x82, "d")));
        assertThat(heard).containsExactly("ping ?", "abc", "d");
    }

    @Test
    void cutsAtEveryPlace() {
        byte[] stream = join(frame(0x82, "first"), frame(0x82, "m".repeat(300)), frame(0x82, "last"));
        for (int cut = 0; cut <= stream.length; cut++) {
            heard.clear();
            read(Arrays.copyOf(stream, cut));
            read(Arrays.copyOfRange(stream, cut, stream.length));
            assertThat(heard).as("cut=%d", cut).containsExactly("first", "m".repeat(300), "last");
        }
    }

    @Test
    void refusesWhatAServerMayNotSend() {
        assertThatIllegalStateException().isThrownBy(() -> read(new byte[] {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 0}));
        assertThatIllegalStateException().isThrownBy(() -> read(new byte[] {(byte) 0xC2, 0}));
    }

    @Test
    void masksSoThatTheSameMaskUndoesIt() {
        for (int size = 0; size < 30; size++) {
            ByteWriter message = new ByteWriter();
            byte[] text = "abcdefghijklmnopqrstuvwxyz0123".substring(0, size).getBytes(StandardCharsets.ISO_8859_1);
            message.writeBytes(text, 0, size);
            ByteBuf frame = new FrameWriter(size).frame(UnpooledByteBufAllocator.DEFAULT, FrameWriter.BINARY, message);
            assertThat(frame.readUnsignedByte()).isEqualTo((short) 0x82);
            assertThat(frame.readUnsignedByte()).isEqualTo((short) (0x80 | size));
            byte[] mask = new byte[4];
            frame.readBytes(mask);
            assertThat(mask).isNotEqualTo(new byte[4]);
            byte[] payload = new byte[frame.readableBytes()];
            frame.readBytes(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            assertThat(payload).isEqualTo(text);
            frame.release();
        }
    }

    private void read(byte[] bytes) {
        reader.read(Unpooled.wrappedBuffer(bytes), scratch);
    }

    private static byte[] frame(int first, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf frame = Unpooled.buffer().writeByte(first);
        if (bytes.length < 126) {
            frame.writeByte(bytes.length);
        } else if (bytes.length <= 0xFFFF) {
            frame.writeByte(126).writeShort(bytes.length);
        } else {
            frame.writeByte(127).writeLong(bytes.length);
        }
        frame.writeBytes(bytes);
        byte[] whole = new byte[frame.readableBytes()];
        frame.readBytes(whole);
        return whole;
    }

    private static byte[] join(byte[]... parts) {
        ByteWriter all = new ByteWriter();
        for (byte[] part : parts) {
            all.writeBytes(part, 0, part.length);
        }
        return all.toByteArray();
    }

    @Override
    public void message(byte[] bytes, int from, int end) {
        heard.add(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void ping(byte[] bytes, int from, int end) {
        heard.add("ping " + new String(bytes, from, end - from, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close(int code) {
        heard.add("close " + code);
    }
}
