package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.codecollab.crdt.lib0.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Native yrs agrees with the synthetic traces: its program answers nothing that it has not checked. */
@DisplayName("Native yrs in a program of its own (skipped unless it was built: mvn -Pyrs)")
class NativeProgramTest {

    private static final Path PROGRAM = Path.of("target", "rust", "release", "codecollab-bench-native");

    @TempDir
    private static Path directory = Path.of(".");

    @BeforeAll
    static void writeTraces() {
        assumeTrue(Files.isExecutable(PROGRAM) || Boolean.getBoolean("yrs.required"), "built with -Pyrs");
        SyntheticTraces.write(directory);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void yrsAnswersWhatItHasAGoalFor(String question, String params) throws IOException, InterruptedException {
        Answer answer = ask(question, params);
        assertThat(answer.exitCode).as(answer.said).isZero();
        assertThat(answer.number("median")).isPositive();
        assertThat(answer.number("operations")).isPositive();
        assertThat(answer.field("engine")).isEqualTo("yrs");
    }

    /* yrs 0.27 integrates what follows a gap, and is left with less than it was given. Should that change, the row counts. */
    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "hot-typing"})
    void differsWhenTheLastUpdateComesFirst(String trace) throws IOException, InterruptedException {
        Answer answer = ask("ReverseDelivery.deliver", "{\"trace\":\"" + trace + "\"}");
        assertThat(answer.exitCode).isEqualTo(1);
        assertThat(answer.said).contains("Error: wrong text");
    }

    @Test
    void whatYrsHasNoFunctionForIsUnanswered() throws IOException, InterruptedException {
        assertThat(ask("JniCrossing.cross", "{\"bytes\":\"25\"}").field("unanswered"))
                .isNotNull();
    }

    /** What the program said, on either stream. */
    private record Answer(int exitCode, String said) {

        @Nullable
        Object field(String name) {
            if (!(JsonText.read(said.strip()) instanceof Map<?, ?> fields)) {
                throw new IllegalStateException("not an object, said=" + said);
            }
            return fields.get(name);
        }

        double number(String name) {
            return field(name) instanceof Number number ? number.doubleValue() : Double.NaN;
        }
    }

    /** With next to no time: the checked run, and hardly one more. */
    private static Answer ask(String question, String params) throws IOException, InterruptedException {
        String program = PROGRAM.toAbsolutePath().toString();
        String traces = directory.toString();
        Process process = new ProcessBuilder(List.of(
                        program,
                        "--engine",
                        "yrs",
                        "--question",
                        question,
                        "--params",
                        params,
                        "--traces",
                        traces,
                        "--budget",
                        "1"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), said);
    }

    /** All rows with a goal against yrs, less those that need the huge document or are slow for being quadratic. */
    static Stream<Object[]> rows() throws IOException {
        if (!(JsonText.read(Files.readString(Path.of("questions.json"))) instanceof List<?> rows)) {
            throw new IllegalStateException("questions.json is not a list");
        }
        return rows.stream()
                .map(row -> (Map<?, ?>) row)
                .filter(row -> names(row.get("goals"), "yrs") || names(row.get("atMostOf"), "yrs"))
                .filter(row -> !"LoadHuge.load".equals(row.get("question")))
                .filter(row -> row.get("params") instanceof Map<?, ?> params
                        && !"b4x100".equals(params.get("trace"))
                        && !("true".equals(params.get("listener")) && !"1".equals(params.get("clients"))))
                .map(row -> new Object[] {row.get("question"), JsonText.write(row.get("params"))});
    }

    private static boolean names(@Nullable Object goals, String engine) {
        return goals instanceof Map<?, ?> each && each.containsKey(engine);
    }
}
