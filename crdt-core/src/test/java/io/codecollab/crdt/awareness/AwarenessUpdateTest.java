package io.codecollab.crdt.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.codecollab.crdt.lib0.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwarenessUpdateTest {

    private static final List<AwarenessEntry> ENTRIES = List.of(
            new AwarenessEntry(1, 9, "{\"n\":\"x\"}"),
            new AwarenessEntry((1L << 32) - 1, 0, "{ \"kept\" : [1.0, \"as it came\"] }"),
            new AwarenessEntry((1L << 53) - 1, (1L << 53) - 1, null),
            new AwarenessEntry(0, 1, "\"Åsa 😀\""));

    @Test
    void hasTheBytesOfARunningClient() {
        byte[] captured = HexFormat.of().parseHex("010101097b226e223a2278227d");

        assertThat(AwarenessUpdate.encode(List.of(new AwarenessEntry(1, 1, "{\"n\":\"x\"}"))))
                .isEqualTo(captured);
    }

    @Test
    void readsWhatItWrote() {
        assertThat(AwarenessUpdate.decode(AwarenessUpdate.encode(ENTRIES))).isEqualTo(ENTRIES);
    }

    @Test
    void refusesEveryPrefixAndLeavesTheStatesAlone() {
        byte[] update = AwarenessUpdate.encode(ENTRIES);
        Awareness awareness = new Awareness(5, () -> 0);
        for (int length = 0; length < update.length; length++) {
            byte[] prefix = Arrays.copyOf(update, length);
            assertThatExceptionOfType(DecodeException.class)
                    .as("prefix of %d bytes", length)
                    .isThrownBy(() -> awareness.apply(prefix, null));
        }
        assertThat(awareness.states()).isEqualTo(Map.of(5L, "{}"));
        assertThat(awareness.clock(1)).isEmpty();
    }

    @Test
    void ignoresBytesAfterTheLastEntry() {
        byte[] update = AwarenessUpdate.encode(ENTRIES);

        assertThat(AwarenessUpdate.decode(Arrays.copyOf(update, update.length + 3)))
                .isEqualTo(ENTRIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}}", "undefined", "{a:1}", "[1,]", "'x'", "NaN", "01", "{\"a\":1}x"})
    void refusesTextThatIsNotJson(String text) {
        byte[] update = AwarenessUpdate.encode(List.of(new AwarenessEntry(1, 1, text)));

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> AwarenessUpdate.decode(update));
    }

    @Test
    void spacesAroundNullDoNotMakeAState() {
        byte[] update = AwarenessUpdate.encode(List.of(new AwarenessEntry(1, 1, " null\n")));

        assertThat(AwarenessUpdate.decode(update)).containsExactly(new AwarenessEntry(1, 1, null));
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] update = HexFormat.of().parseHex("01010104227fff22");

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> AwarenessUpdate.decode(update));
    }

    /** Pitfall 58: the count is checked against the bytes that are there. */
    @ParameterizedTest
    @ValueSource(strings = {"ffffff7a", "ffffffff07", "ffffffffffffff0f", "02010101"})
    void refusesMoreEntriesThanBytes(String hex) {
        byte[] update = HexFormat.of().parseHex(hex);

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> AwarenessUpdate.decode(update));
    }

    /** Pitfall 61. */
    @Test
    void refusesStatesNestedTooDeeply() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        byte[] update = AwarenessUpdate.encode(List.of(new AwarenessEntry(1, 1, deep)));

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> AwarenessUpdate.decode(update));
    }

    @Test
    void modifySeesParsedStatesAndKeepsClientsAndClocks() {
        byte[] update = AwarenessUpdate.encode(ENTRIES);

        byte[] modified = AwarenessUpdate.modify(update, state -> state == null ? null : Map.of("seen", state));

        assertThat(AwarenessUpdate.decode(modified))
                .containsExactly(
                        new AwarenessEntry(1, 9, "{\"seen\":{\"n\":\"x\"}}"),
                        new AwarenessEntry((1L << 32) - 1, 0, "{\"seen\":{\"kept\":[1,\"as it came\"]}}"),
                        new AwarenessEntry((1L << 53) - 1, (1L << 53) - 1, null),
                        new AwarenessEntry(0, 1, "{\"seen\":\"Åsa 😀\"}"));
    }

    @Test
    void stateIsWrittenAsUtf8() {
        byte[] update = AwarenessUpdate.encode(List.of(new AwarenessEntry(1, 1, "\"é\"")));

        assertThat(new String(update, 4, update.length - 4, StandardCharsets.UTF_8))
                .isEqualTo("\"é\"");
    }
}
