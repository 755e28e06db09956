package io.codecollab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation shows is what the tests run, and what it points to is there. */
class DocsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** {@code <!-- sample: file#tag -->} and the block of code that follows it. */
    private static final Pattern SAMPLE =
            Pattern.compile("<!-- sample: (\\S+)#(\\S+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void samplesAreRegionsOfTests() throws IOException {
        int count = 0;
        for (Path page : pages()) {
            Matcher sample = SAMPLE.matcher(Files.readString(page));
            while (sample.find()) {
                assertThat(sample.group(3))
                        .as("%s shows %s#%s", page, sample.group(1), sample.group(2))
                        .isEqualTo(region(ROOT.resolve(sample.group(1)), sample.group(2)));
                count++;
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(2);
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                assertThat(page.resolveSibling(link.group(1)))
                        .as("link in %s", page)
                        .exists();
            }
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String name : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
            pages.add(ROOT.resolve(name));
        }
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    /** The lines between {@code tag::name[]} and {@code end::name[]}, moved to the left edge. */
    private static String region(Path file, String tag) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int start = indexOf(lines, "// tag::" + tag + "[]");
        int end = indexOf(lines, "// end::" + tag + "[]");
        return String.join("\n", lines.subList(start + 1, end)).stripIndent() + "\n";
    }

    private static int indexOf(List<String> lines, String marker) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(marker)) {
                return i;
            }
        }
        throw new AssertionError("no line " + marker);
    }
}
