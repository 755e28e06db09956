package io.codecollab.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @Test
    void aSlashThatWasEncodedBelongsToItsSegment() {
        Target target = Target.parse("/documents/a%2Fb/text?type=c");

        assertThat(target.segments()).containsExactly("documents", "a/b", "text");
        assertThat(target.path()).isEqualTo("/documents/a/b/text");
        assertThat(target.query("type")).contains("c");
    }

    @Test
    void emptySegmentsAreKept() {
        assertThat(Target.parse("//a/").segments()).containsExactly("", "a", "");
        assertThat(Target.parse("/").segments()).containsExactly("");
    }

    @Test
    void aPlusIsASpaceInTheQueryAlone() {
        Target target = Target.parse("/a+b?c+d=e+f&g&%68=%2B");

        assertThat(target.path()).isEqualTo("/a+b");
        assertThat(target.query("c d")).contains("e f");
        assertThat(target.query("g")).contains("");
        assertThat(target.query("h")).contains("+");
        assertThat(target.query("i")).isEmpty();
        assertThat(target.queryNames()).containsExactly("c d", "g", "h");
    }

    @Test
    void decodesTextOfAllPlanes() {
        assertThat(Target.parse("/%C3%A9%e2%82%ac%F0%9F%8C%8D!").path()).isEqualTo("/\u00e9\u20ac\ud83c\udf0d!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/%", "/%4", "/%zz", "/%4%41", "/%+1", "/%\uff14\uff11", "/%ff", "/%c3", "/%ed%a0%80", "/%c0%af"
            })
    void refusesWhatCannotBeDecoded(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the address ");
    }
}
