package io.codecollab.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenSourcesTest {

    @Test
    void readsABearerHeaderHoweverItsSchemeIsWritten() {
        assertThat(TokenSources.ofAuthorization("Bearer abc")).isEqualTo("abc");
        assertThat(TokenSources.ofAuthorization("bearer  abc ")).isEqualTo("abc");
        assertThat(TokenSources.ofAuthorization("Basic abc")).isEmpty();
        assertThat(TokenSources.ofAuthorization("Bearer")).isEmpty();
        assertThat(TokenSources.ofAuthorization("")).isEmpty();
    }

    @Test
    void findsTheTokenAmongTheSubprotocolsAndTakesAnotherOne() {
        List<String> offered = List.of("bearer.abc", "codecollab");

        assertThat(TokenSources.ofSubprotocols(offered)).isEqualTo("abc");
        assertThat(TokenSources.chosenSubprotocol(offered)).isEqualTo("codecollab");
    }

    @Test
    void takesTheFirstSubprotocolOfThoseWhoBringNoToken() {
        assertThat(TokenSources.ofSubprotocols(List.of("a", "b"))).isEmpty();
        assertThat(TokenSources.chosenSubprotocol(List.of("a", "b"))).isEqualTo("a");
        assertThat(TokenSources.chosenSubprotocol(List.of())).isEmpty();
    }

    @Test
    void takesTheTokenItselfIfNothingElseIsOfferedBecauseBrowsersHangUpOtherwise() {
        assertThat(TokenSources.chosenSubprotocol(List.of("bearer.abc"))).isEqualTo("bearer.abc");
    }

    @Test
    void theFirstSourceThatHasATokenCounts() {
        assertThat(TokenSources.firstOf("", "b", "c")).isEqualTo("b");
        assertThat(TokenSources.firstOf("", "")).isEmpty();
    }
}
