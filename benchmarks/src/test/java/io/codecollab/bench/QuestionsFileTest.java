package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.JsonText;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The rows of {@code questions.json} against the classes they name. */
class QuestionsFileTest {

    /** The engine is no parameter of a row: every engine is asked. */
    @ParameterizedTest
    @MethodSource("rows")
    void everyRowNamesABenchmarkAndItsParameters(String question, Map<?, ?> params) throws ClassNotFoundException {
        int dot = question.lastIndexOf('.');
        Class<?> type = Class.forName("io.codecollab.bench." + question.substring(0, dot));
        assertThat(Arrays.stream(type.getMethods()).filter(QuestionsFileTest::isBenchmark))
                .extracting(Method::getName)
                .contains(question.substring(dot + 1));
        Set<String> fields = new HashSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(Param.class) && !field.getName().equals("engine")) {
                fields.add(field.getName());
                assertThat(field.getAnnotation(Param.class).value())
                        .contains(String.valueOf(params.get(field.getName())));
            }
        }
        assertThat(params.keySet()).isEqualTo(fields);
    }

    private static boolean isBenchmark(Method method) {
        return method.isAnnotationPresent(Benchmark.class);
    }

    /** All but footprints and sizes, which are no JMH benchmarks. */
    static Stream<Object[]> rows() throws IOException {
        if (!(JsonText.read(Files.readString(Path.of("questions.json"))) instanceof List<?> rows)) {
            throw new IllegalStateException("questions.json is not a list");
        }
        return rows.stream()
                .map(row -> (Map<?, ?>) row)
                .filter(row -> !String.valueOf(row.get("question")).matches("(HeapFootprint|CrdtSizes)\\..*"))
                .map(row -> new Object[] {row.get("question"), row.get("params")});
    }
}
