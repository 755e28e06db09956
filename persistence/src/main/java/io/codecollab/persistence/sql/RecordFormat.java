package io.codecollab.persistence.sql;

import io.codecollab.persistence.CorruptRecordException;
import io.codecollab.persistence.UnsupportedRecordException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What a stored row looks like: a header that says what it is and whether it is whole, then the bytes.
 *
 * <pre>
 *  0           4      5      6          8            12           16
 *  +-----------+------+------+----------+------------+------------+-----------
 *  | "CCOL"    | vers | kind | 0        | length     | crc32c     | payload ...
 *  +-----------+------+------+----------+------------+------------+-----------
 * </pre>
 *
 * Numbers are big endian. The checksum covers the header up to itself and the payload. A new layout gets a new version; a
 * reader for every version ever written stays here. Immutable.
 */
final class RecordFormat {

    /** What the payload is. The code is stored: never change it. */
    enum Kind {
        UPDATE(1),
        SNAPSHOT(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    static final int HEADER_BYTES = 16;

    private static final int MAGIC = 0x43434F4C;
    private static final int VERSION = 1;

    private static final int VERSION_OFFSET = 4;
    private static final int KIND_OFFSET = 5;
    private static final int LENGTH_OFFSET = 8;
    private static final int CHECKSUM_OFFSET = 12;

    private RecordFormat() {}

    static byte[] encode(Kind kind, byte[] payload) {
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        record.putInt(0, MAGIC);
        record.put(VERSION_OFFSET, (byte) VERSION);
        record.put(KIND_OFFSET, (byte) kind.code);
        record.putInt(LENGTH_OFFSET, payload.length);
        record.put(HEADER_BYTES, payload);
        record.putInt(CHECKSUM_OFFSET, checksum(record.array()));
        return record.array();
    }

    /**
     * The payload of a record.
     *
     * @throws CorruptRecordException if the record is not what was written
     * @throws UnsupportedRecordException if a later version wrote it
     */
    static byte[] decode(Kind kind, byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            throw new CorruptRecordException("shorter than its header, bytes=" + bytes.length);
        }
        ByteBuffer record = ByteBuffer.wrap(bytes);
        int magic = record.getInt(0);
        if (magic != MAGIC) {
            throw new CorruptRecordException("not a record, magic=0x" + Integer.toHexString(magic));
        }
        // before the checksum: a later version may sum differently, and must not be taken for damage
        int version = Byte.toUnsignedInt(record.get(VERSION_OFFSET));
        if (version > VERSION) {
            throw new UnsupportedRecordException(
                    "written by a later version, version=" + version + ", known=" + VERSION);
        }
        int length = record.getInt(LENGTH_OFFSET);
        if (length != bytes.length - HEADER_BYTES) {
            throw new CorruptRecordException("length=" + length + ", bytes=" + (bytes.length - HEADER_BYTES));
        }
        int stored = record.getInt(CHECKSUM_OFFSET);
        int computed = checksum(bytes);
        if (stored != computed) {
            throw new CorruptRecordException(
                    "checksum=0x" + Integer.toHexString(stored) + ", computed=0x" + Integer.toHexString(computed));
        }
        if (version != VERSION || record.get(KIND_OFFSET) != kind.code) {
            throw new CorruptRecordException(
                    "version=" + version + ", kind=" + record.get(KIND_OFFSET) + ", expected=" + kind.code);
        }
        return Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
    }

    private static int checksum(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record, 0, CHECKSUM_OFFSET);
        crc.update(record, HEADER_BYTES, record.length - HEADER_BYTES);
        return (int) crc.getValue();
    }
}
