package io.codecollab.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.CorruptRecordException;
import io.codecollab.persistence.UnsupportedRecordException;
import io.codecollab.persistence.sql.RecordFormat.Kind;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecordFormatTest {

    private static final byte[] PAYLOAD = {1, 2, 3, 4, 5};

    @Test
    void writesTheBytesOfVersionOne() {
        assertThat(HexFormat.ofDelimiter(" ").formatHex(RecordFormat.encode(Kind.UPDATE, PAYLOAD)))
                .isEqualTo("43 43 4f 4c 01 01 00 00 00 00 00 05 a0 3c 9b ff 01 02 03 04 05");
    }

    @Test
    void readsWhatItWrote() {
        for (Kind kind : Kind.values()) {
            assertThat(RecordFormat.decode(kind, RecordFormat.encode(kind, PAYLOAD)))
                    .isEqualTo(PAYLOAD);
            assertThat(RecordFormat.decode(kind, RecordFormat.encode(kind, new byte[0])))
                    .isEmpty();
        }
    }

    @Test
    void refusesEveryPrefix() {
        byte[] record = RecordFormat.encode(Kind.UPDATE, PAYLOAD);
        for (int length = 0; length < record.length; length++) {
            byte[] prefix = Arrays.copyOf(record, length);
            assertThatThrownBy(() -> RecordFormat.decode(Kind.UPDATE, prefix))
                    .as("prefix of %d bytes", length)
                    .isInstanceOf(CorruptRecordException.class);
        }
    }

    @Test
    void noticesEveryFlippedBit() {
        byte[] record = RecordFormat.encode(Kind.SNAPSHOT, PAYLOAD);
        for (int bit = 0; bit < record.length * Byte.SIZE; bit++) {
            byte[] damaged = record.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> RecordFormat.decode(Kind.SNAPSHOT, damaged))
                    .as("bit %d", bit)
                    .isInstanceOfAny(CorruptRecordException.class, UnsupportedRecordException.class);
        }
    }

    @Test
    void doesNotTakeASnapshotForAnUpdate() {
        byte[] snapshot = RecordFormat.encode(Kind.SNAPSHOT, PAYLOAD);

        assertThatThrownBy(() -> RecordFormat.decode(Kind.UPDATE, snapshot))
                .isInstanceOf(CorruptRecordException.class)
                .hasMessageContaining("kind=2, expected=1");
    }

    @Test
    void saysThatALaterVersionWroteIt() {
        byte[] record = RecordFormat.encode(Kind.UPDATE, PAYLOAD);
        record[4] = 2;

        assertThatThrownBy(() -> RecordFormat.decode(Kind.UPDATE, record))
                .isInstanceOf(UnsupportedRecordException.class)
                .hasMessageContaining("version=2, known=1");
    }
}
