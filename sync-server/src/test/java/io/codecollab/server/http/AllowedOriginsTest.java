package io.codecollab.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {

    @Test
    void whoIsNoBrowserIsAlwaysLetIn() {
        assertThat(AllowedOrigins.sameHost().allow(null, "localhost:8080")).isTrue();
        assertThat(AllowedOrigins.sameHost().allow(null, null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "https://localhost:8080", "HTTP://LocalHost:8080"})
    void aPageOfTheHostItConnectsToIsLetIn(String origin) {
        assertThat(AllowedOrigins.sameHost().allow(origin, "localhost:8080")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:5173",
                "http://localhost",
                "http://evil.example",
                "http://localhost:8080.evil.example",
                "http://evil.example/localhost:8080",
                "localhost:8080",
                "null",
                ""
            })
    void aPageOfAnotherHostIsNot(String origin) {
        assertThat(AllowedOrigins.sameHost().allow(origin, "localhost:8080")).isFalse();
        assertThat(AllowedOrigins.sameHost().allow(origin, null)).isFalse();
    }

    @Test
    void listedPagesAreLetInAndNoOthers() {
        AllowedOrigins origins = AllowedOrigins.of("https://editor.example, HTTP://localhost:5173,");

        assertThat(origins.allow("https://editor.example", "sync.example")).isTrue();
        assertThat(origins.allow("http://localhost:5173", "sync.example")).isTrue();
        assertThat(origins.allow("http://editor.example", "sync.example")).isFalse();
        assertThat(origins.allow("https://editor.example:444", "sync.example")).isFalse();
        assertThat(origins.allow("https://sync.example", "sync.example")).isTrue();
    }

    @Test
    void noListIsTheSameHostAlone() {
        assertThat(AllowedOrigins.of("")).isEqualTo(AllowedOrigins.sameHost());
    }

    @Test
    void aStarIsEverybody() {
        assertThat(AllowedOrigins.of("*").allow("https://anybody.example", "sync.example"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "https://", "https://example.org/", "https://u@example.org", "https://a b"})
    void refusesWhatIsNoOrigin(String text) {
        assertThatThrownBy(() -> AllowedOrigins.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not an origin");
    }
}
