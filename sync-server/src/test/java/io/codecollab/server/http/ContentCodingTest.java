package io.codecollab.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {

    @ParameterizedTest
    @CsvSource({
        "'gzip, deflate, br, zstd', 'br gzip plain'",
        "'gzip', 'gzip plain'",
        "'GZIP ; Q=0.5', 'gzip plain'",
        "'br;q=0.5, gzip;q=0.8', 'gzip br plain'",
        "'br;q=0, gzip', 'gzip plain'",
        "'*', 'br gzip plain'",
        "'*;q=0, br', 'br plain'",
        "'gzip;q=0, *', 'br plain'",
        "'identity', 'plain'",
        "'identity, gzip;q=0.5', 'plain'",
        "'identity;q=0.5, gzip', 'gzip plain'",
        "'identity;q=0', 'plain'",
        "'br;q=much', 'plain'",
        "'br;q=7', 'plain'",
        "'br;q=-1', 'plain'",
        "'br;q=NaN', 'plain'",
        "'deflate', 'plain'",
        "'', 'plain'",
        "',;,;q=1,', 'plain'"
    })
    void whatAClientLikesMostComesFirst(String header, String expected) {
        assertThat(accepted("Accept-Encoding: " + header)).isEqualTo(expected);
    }

    @Test
    void aClientThatSaysNothingGetsTheFileAsItIs() {
        assertThat(accepted()).isEqualTo("plain");
    }

    @Test
    void allLinesOfTheHeaderCount() {
        assertThat(accepted("Accept-Encoding: gzip", "accept-encoding: br")).isEqualTo("br gzip plain");
    }

    private static String accepted(String... headers) {
        return ContentCoding.acceptedBy(Requests.headers(headers)).stream()
                .map(coding -> coding.token().isEmpty() ? "plain" : coding.token())
                .collect(Collectors.joining(" "));
    }
}
