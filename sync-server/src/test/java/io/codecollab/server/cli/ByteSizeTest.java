package io.codecollab.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "512k, 524288",
        "512K, 524288",
        "512KiB, 524288",
        "64m, 67108864",
        "64MiB, 67108864",
        "64mib, 67108864",
        "1g, 1073741824",
        "1GiB, 1073741824",
        "' 1GiB ', 1073741824",
        "8589934591GiB, 9223372035781033984"
    })
    void readsSizes(String text, long bytes) {
        assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1.5m", "64MB", "64 MiB", "1T", "0x10", "MiB", "12345678901234567890"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> new ByteSize().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is not a size: write 4096, 512KiB, 64MiB or 1GiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8589934592GiB", "999999999999999999k"})
    void refusesWhatNoNumberHolds(String text) {
        assertThatThrownBy(() -> new ByteSize().convert(text)).hasMessage("'" + text + "' is more than there is");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1023, 1023 bytes",
        "1024, 1 KiB",
        "1536, 1.5 KiB",
        "67108864, 64 MiB",
        "1099511627776, 1 TiB",
        "9223372036854775807, 8 EiB"
    })
    void writesThemForPeople(long bytes, String text) {
        assertThat(ByteSize.format(bytes)).isEqualTo(text);
    }
}
