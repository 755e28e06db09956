package io.codecollab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.codecollab.crdt.lib0.DecodeException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateVectorTest {

    private static final long LARGEST = (1L << 53) - 1;

    @Test
    void writesClientsInDescendingOrder() {
        StateVector vector = StateVector.of(Map.of(2L, 1, 5L, 300, LARGEST, 1, (1L << 32) - 1, 1));

        assertThat(vector.encode()).isEqualTo(hex("04 ffffffffffffff0f 01 ffffffff0f 01 05 ac02 02 01"));
        assertThat(vector).hasToString("{9007199254740991=1, 4294967295=1, 5=300, 2=1}");
        assertThat(StateVector.decode(vector.encode())).isEqualTo(vector).hasSameHashCodeAs(vector);
    }

    @Test
    void readsClientsInAnyOrder() {
        StateVector vector = StateVector.decode(hex("03 01 07 09 08 05 06"));

        assertThat(vector).isEqualTo(StateVector.of(new long[] {9, 5, 1}, new int[] {8, 6, 7}));
        assertThat(vector.clients()).containsExactly(1, 5, 9);
        assertThat(vector.get(5)).isEqualTo(6);
        assertThat(vector.get(4)).isZero();
        assertThat(vector.contains(4)).isFalse();
        assertThat(vector.contains(1)).isTrue();
        assertThat(vector.size()).isEqualTo(3);
    }

    @Test
    void takesTheLastEntryOfARepeatedClient() {
        assertThat(StateVector.decode(hex("03 05 01 07 02 05 03"))).hasToString("{7=2, 5=3}");
        assertThat(StateVector.decode(hex("02 05 01 05 02"))).hasToString("{5=2}");
    }

    @Test
    void ignoresWhatFollows() {
        assertThat(StateVector.decode(hex("01 05 01 ff"))).hasToString("{5=1}");
    }

    @Test
    void refusesEveryPrefix() {
        byte[] bytes = hex("02 ffffffffffffff0f ffffffff07 05 ac02");
        StateVector.decode(bytes);

        for (int length = 0; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> StateVector.decode(prefix));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff07", "ffffff7a 05 01", "01 05 8080808008", "01 ffffffffffffff1f 01"})
    void refusesCountsAndNumbersThatAreTooLarge(String hex) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> StateVector.decode(hex(hex)));
    }

    @Test
    void theEmptyOneIsOneByte() {
        assertThat(StateVector.EMPTY.encode()).containsExactly(0);
        assertThat(StateVector.decode(new byte[] {0})).isSameAs(StateVector.EMPTY);
        assertThat(StateVector.of(Map.of()).isEmpty()).isTrue();
    }

    @Test
    void refusesEntriesThatCannotBeWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> StateVector.of(Map.of(-1L, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> StateVector.of(Map.of(LARGEST + 1, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> StateVector.of(Map.of(1L, -1)));
        assertThatIllegalArgumentException().isThrownBy(() -> StateVector.of(new long[1], new int[2]));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
