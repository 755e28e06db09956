package io.codecollab.persistence.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a spill file looks like.
 *
 * <pre>
 * file   := header record*
 * header := "CCSP":4 version:4 committed:8 crc32c:4            the sum covers what is before it
 * record := length:4 nameLength:4 crc32c:4 name row            the sum covers lengths, name and row
 * </pre>
 *
 * Numbers are big endian. {@code committed} is how far into the file the database has everything; a header whose sum is wrong
 * says nothing about that. {@code length} is that of name and row together, the name is UTF-8, the row is what {@link
 * RecordFormat} makes of an update. Immutable.
 */
final class SpillFormat {

    static final int VERSION = 1;
    static final int HEADER_BYTES = 20;
    static final int RECORD_HEADER_BYTES = 12;

    private static final int MAGIC = 0x43435350;

    private static final int VERSION_OFFSET = 4;
    private static final int COMMITTED_OFFSET = 8;
    private static final int HEADER_CHECKSUM_OFFSET = 16;

    private static final int NAME_LENGTH_OFFSET = 4;
    private static final int CHECKSUM_OFFSET = 8;

    private SpillFormat() {}

    static byte[] encodeHeader(long committed) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putInt(0, MAGIC);
        header.putInt(VERSION_OFFSET, VERSION);
        header.putLong(COMMITTED_OFFSET, committed);
        header.putInt(HEADER_CHECKSUM_OFFSET, headerChecksum(header.array()));
        return header.array();
    }

    static boolean isSpill(byte[] header) {
        return ByteBuffer.wrap(header).getInt(0) == MAGIC;
    }

    static int version(byte[] header) {
        return ByteBuffer.wrap(header).getInt(VERSION_OFFSET);
    }

    /** How far the file is committed; if the header does not know any more, nothing of it counts as such. */
    static long committed(byte[] header) {
        ByteBuffer fields = ByteBuffer.wrap(header);
        boolean whole = fields.getInt(HEADER_CHECKSUM_OFFSET) == headerChecksum(header);
        return whole ? fields.getLong(COMMITTED_OFFSET) : HEADER_BYTES;
    }

    static byte[] encode(Append append) {
        byte[] name = append.document.getBytes(UTF_8);
        int length = name.length + append.record.length;
        ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER_BYTES + length);
        record.putInt(0, length);
        record.putInt(NAME_LENGTH_OFFSET, name.length);
        record.put(RECORD_HEADER_BYTES, name);
        record.put(RECORD_HEADER_BYTES + name.length, append.record);
        record.putInt(CHECKSUM_OFFSET, checksum(record.array(), 0, record.capacity()));
        return record.array();
    }

    /** How many bytes a record has, as its first bytes say; not to be trusted before it is decoded, but never negative. */
    static long recordBytes(byte[] bytes, int offset) {
        return RECORD_HEADER_BYTES
                + Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(offset));
    }

    /** The record at an offset of a buffer that has all of its bytes; null if it is not what was written. */
    static @Nullable Append decode(byte[] bytes, int offset, int end) {
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        int length = fields.getInt(offset);
        int nameLength = fields.getInt(offset + NAME_LENGTH_OFFSET);
        int payload = offset + RECORD_HEADER_BYTES;
        if (length != end - payload
                || nameLength < 0
                || nameLength > length
                || fields.getInt(offset + CHECKSUM_OFFSET) != checksum(bytes, offset, end)) {
            return null;
        }
        byte[] row = new byte[length - nameLength];
        fields.get(payload + nameLength, row);
        return new Append(new String(bytes, payload, nameLength, UTF_8), row);
    }

    private static int headerChecksum(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, HEADER_CHECKSUM_OFFSET);
        return (int) crc.getValue();
    }

    /** Of everything but the sum itself. */
    private static int checksum(byte[] bytes, int start, int end) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, CHECKSUM_OFFSET);
        crc.update(bytes, start + RECORD_HEADER_BYTES, end - start - RECORD_HEADER_BYTES);
        return (int) crc.getValue();
    }
}
