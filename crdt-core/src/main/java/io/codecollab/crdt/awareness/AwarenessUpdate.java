package io.codecollab.crdt.awareness;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The awareness message of y-protocols, apart from anybody's states.
 *
 * <pre>
 * awarenessUpdate := varUint(count) entry*
 * entry           := varUint(client) varUint(clock) varString(JSON text, "null" when the client is gone)
 * </pre>
 *
 * <p>Bytes after the last entry are ignored, as y-protocols does.
 */
public final class AwarenessUpdate {

    private static final String GONE = "null";

    /** One byte each for client, clock, the length of the text and the shortest JSON text. */
    private static final int MIN_ENTRY_BYTES = 4;

    private AwarenessUpdate() {}

    /** Writes entries as one update. */
    public static byte[] encode(List<AwarenessEntry> entries) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(entries.size());
        for (AwarenessEntry entry : entries) {
            String state = entry.state();
            writer.writeVarUint(entry.clientId());
            writer.writeVarUint(entry.clock());
            writer.writeVarString(state == null ? GONE : state);
        }
        return writer.toByteArray();
    }

    /** {@link #decode(byte[], AwarenessLimits)} with the {@linkplain AwarenessLimits#DEFAULT default limits}. */
    public static List<AwarenessEntry> decode(byte[] update) {
        return decode(update, AwarenessLimits.DEFAULT);
    }

    /**
     * Reads the entries of an update; every state is checked to be JSON and kept as the text that came.
     *
     * @throws DecodeException if the bytes are cut short, a text is not UTF-8 or not JSON, or a state is past the limits
     */
    public static List<AwarenessEntry> decode(byte[] update, AwarenessLimits limits) {
        ByteReader reader = new ByteReader(update);
        int count = reader.readVarUint31("awareness clients");
        if (count > reader.remaining() / MIN_ENTRY_BYTES) {
            throw new DecodeException("more awareness clients than bytes, count=" + count, reader.position());
        }
        List<AwarenessEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(readEntry(reader, limits));
        }
        return entries;
    }

    private static AwarenessEntry readEntry(ByteReader reader, AwarenessLimits limits) {
        long clientId = reader.readVarUint();
        long clock = reader.readVarUint();
        int length = reader.readLength();
        int textStart = reader.position();
        int textEnd = textStart + length;
        reader.skip(length);
        String text = Utf8.decode(reader.bytes(), textStart, textEnd);
        if (text.length() > limits.maxStateLength()) {
            throw new DecodeException("awareness state too long, length=" + text.length(), textStart);
        }
        JsonText.check(reader.bytes(), textStart, textEnd, DecodeLimits.DEFAULT);
        return new AwarenessEntry(clientId, clock, text.strip().equals(GONE) ? null : text);
    }

    /**
     * Rewrites every state of an update, clients and clocks untouched: how a server makes sure that nobody carries somebody
     * else's name.
     *
     * @param modify gets a parsed state (see {@link JsonText}; null when the client is gone), returns what to write
     * @throws DecodeException as {@link #decode(byte[])} does
     */
    public static byte[] modify(byte[] update, UnaryOperator<@Nullable Object> modify) {
        List<AwarenessEntry> modified = new ArrayList<>();
        for (AwarenessEntry entry : decode(update)) {
            String state = entry.state();
            Object newState = modify.apply(state == null ? null : JsonText.read(state));
            modified.add(new AwarenessEntry(
                    entry.clientId(), entry.clock(), newState == null ? null : JsonText.write(newState)));
        }
        return encode(modified);
    }
}
