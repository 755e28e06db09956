package io.codecollab.server.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DocumentNameTest {

    @Test
    void takesWhatPeopleCallDocuments() {
        for (String name : new String[] {"a", "room a/b", "../etc", "日本語", "😀".repeat(256), "x".repeat(256), "%20"}) {
            assertThat(new DocumentName(name)).hasToString(name);
        }
    }

    @Test
    void refusesWhatIsNoName() {
        for (String name :
                new String[] {"", "x".repeat(257), "a\0b", "a\nb", "\u007f", "\uD800", "a\uDC00", "\uFFFD"}) {
            assertThatThrownBy(() -> new DocumentName(name))
                    .as("name=%s", name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("document name");
        }
    }
}
