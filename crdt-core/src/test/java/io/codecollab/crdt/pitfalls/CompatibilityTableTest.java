package io.codecollab.crdt.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The table in docs/internals/compatibility.md names every pitfall once, and only tests that exist. */
class CompatibilityTableTest {

    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|.*\\|([^|]*)\\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    private final Map<Integer, List<String>> table = table();
    private final Set<String> tests = testMethods();

    @Test
    void everyPitfallHasARowWithATest() {
        assertThat(table.keySet())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 74).boxed().toList());
        assertThat(table.values()).noneMatch(List::isEmpty);
    }

    @Test
    void everyTestInTheTableExists() {
        List<String> missing = table.values().stream()
                .flatMap(List::stream)
                .filter(name -> !tests.contains(name))
                .toList();

        assertThat(missing).isEmpty();
    }

    /** Whoever marks a test with a number also says so in the table. */
    @Test
    void everyMarkedTestIsInTheTable() {
        List<String> missing = new ArrayList<>();
        for (JavaMethod method : methods()) {
            if (method.isAnnotatedWith(Pitfall.class)) {
                for (int number : method.getAnnotationOfType(Pitfall.class).value()) {
                    String name = method.getOwner().getSimpleName() + "." + method.getName();
                    if (!table.getOrDefault(number, List.of()).contains(name)) {
                        missing.add(number + " " + name);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static Map<Integer, List<String>> table() {
        Map<Integer, List<String>> table = new TreeMap<>();
        for (String line : lines()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                List<String> names = TEST.matcher(row.group(2))
                        .results()
                        .map(MatchResult::group)
                        .map(name -> name.replace("`", ""))
                        .toList();
                assertThat(table.put(Integer.valueOf(row.group(1)), names))
                        .as("row %s twice", row.group(1))
                        .isNull();
            }
        }
        return table;
    }

    private static List<String> lines() {
        Path tests = Path.of(Objects.requireNonNull(System.getProperty("yjs.node.dir")));
        Path root = tests.resolve("../../../..").normalize();
        try {
            return Files.readAllLines(root.resolve("docs/internals/compatibility.md"));
        } catch (IOException unreadable) {
            throw new AssertionError("the table cannot be read", unreadable);
        }
    }

    private static Set<String> testMethods() {
        return methods().stream()
                .filter(method -> method.isAnnotatedWith(Test.class) || method.isAnnotatedWith(ParameterizedTest.class))
                .flatMap(method -> withSubclasses(method.getOwner()).map(type -> type + "." + method.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> withSubclasses(JavaClass type) {
        return Stream.concat(
                Stream.of(type.getSimpleName()),
                type.getAllSubclasses().stream().map(JavaClass::getSimpleName));
    }

    private static List<JavaMethod> methods() {
        return new ClassFileImporter()
                .importPackages("io.codecollab.crdt").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .toList();
    }
}
