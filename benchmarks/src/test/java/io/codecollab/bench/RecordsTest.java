package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {

    @Test
    void splitsWhatItJoined() {
        List<byte[]> records = List.of(new byte[] {1, 2, 3}, new byte[] {}, new byte[] {4});
        byte[] stream = Records.join(records);
        assertThat(stream).hasSize(3 * Integer.BYTES + 4);
        assertThat(Records.split(stream)).containsExactlyElementsOf(records);
    }

    @Test
    void refusesARecordThatLeavesItsStream() {
        byte[] stream = Records.join(List.of(new byte[] {1, 2, 3}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Records.split(Arrays.copyOf(stream, stream.length - 1)))
                .withMessageContaining("offset=4, length=3");
    }

    @Test
    void editsKeepTheirTextAndCountInUtf16Units() {
        Edit edit = new Edit(5, 2, "→ok");
        assertThat(Edit.decode(edit.encode())).isEqualTo(edit);
        StringBuilder text = new StringBuilder("0123456789");
        edit.applyTo(text);
        assertThat(text).hasToString("01234→ok789");
    }
}
