package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.codecollab.crdt.lib0.JsonText;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;

/** The public crdt-benchmarks: every one of them once, and the same end as in Yjs, byte for byte. */
class CrdtBenchmarksTest {

    @TempDir
    private static Path directory = Path.of(".");

    private static Traces traces = Traces.in(Path.of("."));

    @BeforeAll
    static void writeTraces() {
        traces = Traces.in(SyntheticTraces.write(directory));
    }

    /* Users with equal random edits and the same numbers: whatever differs, somebody merges otherwise. */
    @Test
    void yjsYwasmAndTheEngineComeToTheSameEnds() throws Exception {
        List<Map<?, ?>> ofYjs = digests("yjs");
        assertThat(ofYjs)
                .extracting(each -> String.valueOf(each.get("benchmark")))
                .containsExactlyElementsOf(benchmarks());
        List<Map<?, ?>> ofTheEngine = digestsOfTheEngine();
        assertThat(ofYjs).isEqualTo(ofTheEngine);
        assertThat(digests("ywasm"))
                .extracting(each -> String.valueOf(each.get("content")))
                .containsExactlyElementsOf(ofTheEngine.stream()
                        .map(each -> String.valueOf(each.get("content")))
                        .toList());
    }

    /* The sizes the public suite prints for the benchmarks that chance does not change. */
    @ParameterizedTest
    @CsvSource({"B1.1, 27, 6031", "B1.2, 6031, 6031", "B1.3, 27, 6041", "B1.6, 6053, 38"})
    void sizesAreThoseOfThePublicTable(String benchmark, long updateBytes, int documentBytes) {
        CrdtScenario.Start start = run(CrdtInputs.scenario(benchmark, traces));
        assertThat(Math.round(start.updateBytes())).isEqualTo(updateBytes);
        assertThat(start.save()).hasSize(documentBytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"B1.7", "B1.11", "B2.4", "B3.2", "B3.5"})
    void whatIsStoredIsReadAgain(String benchmark) {
        CrdtScenario scenario = CrdtInputs.scenario(benchmark, traces);
        CrdtReplica reader = new CrdtReplica(7);
        CrdtScenario.Start start = scenario.start();
        List<Object> contents = start.go();
        reader.receive(start.save());
        assertThat(reader.read(scenario.part())).isEqualTo(contents.get(0));
    }

    @Test
    void theSameNameMeansTheSameWork() {
        CrdtScenario once = CrdtInputs.scenario("B1.7", traces);
        assertThat(run(once).save())
                .isEqualTo(run(CrdtInputs.scenario("B1.7", traces)).save());
        assertThat(run(once).save())
                .isNotEqualTo(run(CrdtInputs.scenario("B1.5", traces)).save());
    }

    @Test
    void chanceIsTheSameEverywhere() {
        Mulberry32 random = new Mulberry32(101);
        assertThat(List.of(random.next(), random.next(), random.next()))
                .isEqualTo(List.of(582_603_121L, 3_284_799_363L, 2_321_895_009L));
    }

    @Test
    void aWrongEndIsNotTimed() {
        CrdtScenario scenario = CrdtInputs.scenario("B1.1", traces);
        List<Object> contents = scenario.start().go();
        scenario.check(contents);
        assertThatIllegalStateException().isThrownBy(() -> scenario.check(List.of(contents.get(0), "nothing")));
        CrdtScenario many = CrdtInputs.scenario("B3.1", traces);
        assertThatIllegalStateException().isThrownBy(() -> many.check(List.of(Map.of("v", -1L))));
    }

    @Test
    void thereIsNoB5() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CrdtInputs.scenario("B5.1", traces))
                .withMessage("no such benchmark, benchmark=B5.1");
    }

    private static CrdtScenario.Start run(CrdtScenario scenario) {
        CrdtScenario.Start start = scenario.start();
        scenario.check(start.go());
        return start;
    }

    private static List<String> benchmarks() throws NoSuchFieldException {
        return List.of(CrdtBenchmarks.class
                .getDeclaredField("benchmark")
                .getAnnotation(Param.class)
                .value());
    }

    private static List<Map<?, ?>> digestsOfTheEngine() throws NoSuchFieldException {
        List<Map<?, ?>> digests = new ArrayList<>();
        for (String benchmark : benchmarks()) {
            CrdtScenario scenario = CrdtInputs.scenario(benchmark, traces);
            CrdtScenario.Start start = scenario.start();
            List<Object> contents = start.go();
            scenario.check(contents);
            byte[] content = CrdtInputs.canonical(contents.get(0)).getBytes(StandardCharsets.UTF_8);
            digests.add(Map.of("benchmark", benchmark, "content", sha256(content), "saved", sha256(start.save())));
        }
        return digests;
    }

    private static List<Map<?, ?>> digests(String engine) throws IOException, InterruptedException {
        Process node = new ProcessBuilder(
                        "node", "crdt-digests.mjs", "--engine", engine, "--traces", directory.toString())
                .directory(new File("node"))
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(said).isZero();
        List<Map<?, ?>> digests = new ArrayList<>();
        said.lines().forEach(line -> {
            if (line.startsWith("{") && JsonText.read(line) instanceof Map<?, ?> digest) {
                digests.add(digest);
            }
        });
        return digests;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
