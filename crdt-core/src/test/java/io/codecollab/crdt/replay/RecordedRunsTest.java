package io.codecollab.crdt.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The committed runs of npm yjs. {@code -Dreplay=undo/7} does only those whose file name contains this; {@code
 * -Dreplay.file=…} replays a file from elsewhere, such as the script of a failed live session.
 */
class RecordedRunsTest {

    private static final String ONLY = System.getProperty("replay", "");

    @Test
    void thereAreAtLeastThreeHundredRuns() throws IOException, URISyntaxException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(300);
    }

    @TestFactory
    Stream<DynamicNode> everyRunComesOutTheSame() throws IOException, URISyntaxException {
        String other = System.getProperty("replay.file");
        List<Path> chosen = other != null
                ? List.of(Path.of(other))
                : files().stream()
                        .filter(file -> file.toString().replace('\\', '/').contains(ONLY))
                        .toList();
        return chosen.stream().map(file -> DynamicContainer.dynamicContainer(name(file), tests(file).stream()));
    }

    /** The file with its folder, which is the profile. */
    private static String name(Path file) {
        return file.subpath(Math.max(0, file.getNameCount() - 2), file.getNameCount())
                .toString();
    }

    private static List<DynamicTest> tests(Path file) {
        try {
            return Runs.tests(Run.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(RecordedRunsTest.class.getResource("/vectors/runs"));
        try (Stream<Path> files = Files.walk(Path.of(folder.toURI()))) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList());
        }
    }
}
