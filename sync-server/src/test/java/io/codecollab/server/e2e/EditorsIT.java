package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People in npm editors, each a process of its own, work on one document through the jar. */
class EditorsIT {

    @TempDir
    private Path data;

    @Test
    void twoWhoTypeAtOnceEndWithTheSameText() throws Throwable {
        long seed = Seed.next();
        try (CodecollabJar server = CodecollabJar.serving(data);
                Editor ann = Editor.open(server, "together");
                Editor bob = Editor.open(server, "together")) {
            eventually(() -> assertThat(ann.isSynced() && bob.isSynced()).isTrue());

            ann.startTyping(300, seed, "a");
            bob.startTyping(300, seed + 1, "b");
            ann.finishTyping();
            bob.finishTyping();

            eventually(() -> assertThat(ann.text()).as("seed=%d", seed).isEqualTo(bob.text()));
            assertThat(ann.text()).as("seed=%d", seed).contains("a", "b");
            assertThat(ann.state()).as("seed=%d", seed).isEqualTo(bob.state());
        }
    }

    @Test
    void theTextIsThereAfterARestart() throws Throwable {
        long seed = Seed.next();
        String text;
        try (CodecollabJar server = CodecollabJar.serving(data);
                Editor ann = Editor.open(server, "kept");
                Editor bob = Editor.open(server, "kept")) {
            ann.startTyping(200, seed, "a");
            bob.startTyping(200, seed + 1, "b");
            ann.finishTyping();
            bob.finishTyping();
            eventually(() -> assertThat(ann.state()).as("seed=%d", seed).isEqualTo(bob.state()));
            text = ann.text();

            assertThat(server.terminate())
                    .as("exit code, output=%s", server.output())
                    .isZero();
            assertThat(server.output()).last().asString().contains("Everything is saved");
        }

        try (CodecollabJar server = CodecollabJar.serving(data);
                Editor eve = Editor.open(server, "kept")) {
            eventually(() -> assertThat(eve.isSynced()).isTrue());
            assertThat(eve.text()).as("seed=%d", seed).isEqualTo(text);
        }
    }

    @Test
    void editorsOutliveAServerThatIsKilled() throws Throwable {
        try (CodecollabJar first = CodecollabJar.serving(data)) {
            int port = first.port();
            try (Editor ann = Editor.open(first, "killed")) {
                ann.insert(0, "before the kill");
                eventually(() -> assertThat(ann.isSynced()).isTrue());
                first.kill();
                ann.insert(0, "while it was down, ");

                try (CodecollabJar second =
                                CodecollabJar.run("--port", Integer.toString(port), "--data", data.toString());
                        Editor bob = Editor.open(second, "killed")) {
                    eventually(() -> assertThat(bob.text()).isEqualTo("while it was down, before the kill"));
                    assertThat(ann.connectionCount()).isGreaterThan(1);
                }
            }
        }
    }

    @Test
    void documentsWithAwkwardNamesAreDocumentsOfTheirOwn() throws Throwable {
        try (CodecollabJar server = CodecollabJar.serving(data);
                Editor spaced = Editor.open(server, "room a/b");
                Editor same = Editor.open(server, "room%20a/b");
                Editor other = Editor.open(server, "日本語 😀")) {
            spaced.insert(0, "spaced");
            other.insert(0, "other");

            eventually(() -> assertThat(same.text()).isEqualTo("spaced"));
            eventually(() -> assertThat(other.isSynced()).isTrue());
            assertThat(other.text()).isEqualTo("other");
        }
    }
}
