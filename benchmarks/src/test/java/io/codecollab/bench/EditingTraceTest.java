package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.codecollab.crdt.Doc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The public editing traces: what is read, what is refused, and what comes of writing them again. */
class EditingTraceTest {

    private static final String DIAMOND = """
            {"kind":"concurrent","endContent":"AxB🌱yC","numAgents":3,"txns":[
              {"agent":0,"parents":[],"patches":[[0,0,"B🌱"]],"numChildren":2,"time":"2023-11-22T04:49:00+00:00"},
              {"agent":1,"parents":[0],"patches":[[0,0,"A"],[1,0,"x"]]},
              {"agent":2,"parents":[0],"patches":[[2,0,"yZC"],[3,1,""]]},
              {"agent":0,"parents":[1,2],"patches":[]}]}
            """;

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void aSequentialTraceIsOneAuthorWhoHasSeenEverything() throws IOException {
        EditingTrace trace = read("""
                {"startContent":"ab","endContent":"aXc","txns":[
                  {"time":"2021-04-19T06:06:58.000Z","patches":[[1,1,""],[1,0,"c"]]},{"patches":[[1,0,"X"]]}]}
                """);
        assertThat(trace.agents()).isEqualTo(1);
        assertThat(trace.editCount()).isEqualTo(3);
        assertThat(trace.steps().get(1).parents()).containsExactly(0);
        assertThat(replay(trace)).containsExactly("aXc");
    }

    @Test
    void authorsMergeWhatTheirStepsFollow() throws IOException {
        EditingTrace trace = read(DIAMOND);
        TracePlan plan = TracePlan.of(trace);
        assertThat(plan.hearsBefore(0)).isEmpty();
        assertThat(plan.hearsBefore(1)).containsExactly(0);
        assertThat(plan.hearsBefore(2)).containsExactly(0);
        assertThat(plan.hearsBefore(3)).containsExactly(1, 2);
        assertThat(plan.hearsAtEnd(1)).containsExactly(2, 3);
        assertThat(replay(trace)).containsOnly(trace.endContent()).hasSize(3);
    }

    @Test
    void positionsAreCodePointsInTheFileAndUtf16Here() throws IOException {
        EditingTrace trace = read(DIAMOND);
        assertThat(trace.steps().get(2).edits()).containsExactly(new Edit(3, 0, "yZC"), new Edit(4, 1, ""));
        assertThat(CodePointPositions.toUtf16(new Edit(1, 2, "x"), "🌱🌱aa")).isEqualTo(new Edit(2, 3, "x"));
    }

    @Test
    void anAuthorWhoForgetsIsRefused() throws IOException {
        EditingTrace trace = read("""
                {"kind":"concurrent","endContent":"ab","numAgents":1,"txns":[
                  {"agent":0,"parents":[],"patches":[[0,0,"a"]]},{"agent":0,"parents":[],"patches":[[0,0,"b"]]}]}
                """);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TracePlan.of(trace))
                .withMessage("an author forgets what was seen, agent=0, step=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                                  | the file is no object",
                "{                                                                   | no editing trace",
                "{\"kind\":\"tree\",\"txns\":[]}                                     | kind=tree",
                "{\"endContent\":\"\"}                                               | txns is no list",
                "{\"txns\":[]}                                                       | endContent is no string",
                "{\"endContent\":\"\",\"txns\":[1]}                                  | txns[0] is no object",
                "{\"endContent\":\"\",\"txns\":[{}]}                                 | txns[0].patches is no list",
                "{\"endContent\":\"\",\"txns\":[{\"patches\":[1]}]}                  | txns[0].patches[0] is no list",
                "{\"endContent\":\"\",\"txns\":[{\"patches\":[[0,0]]}]}              | size=2",
                "{\"endContent\":\"\",\"txns\":[{\"patches\":[[-1,0,\"\"]]}]}        | value=-1",
                "{\"endContent\":\"\",\"txns\":[{\"patches\":[[0,0.5,\"\"]]}]}       | value=0.5",
                "{\"endContent\":\"\",\"txns\":[{\"patches\":[[0,0,7]]}]}            | txns[0].patches is no string",
                "{\"kind\":\"concurrent\",\"endContent\":\"\",\"txns\":[]}           | numAgents is no index",
                "{\"kind\":\"concurrent\",\"endContent\":\"\",\"numAgents\":1,\"txns\":[{\"agent\":1,\"parents\":[],\"patches\":[]}]} | txns[0].agent=1",
                "{\"kind\":\"concurrent\",\"endContent\":\"\",\"numAgents\":1,\"txns\":[{\"agent\":0,\"parents\":[0],\"patches\":[]}]} | comes before its parent",
                "{\"kind\":\"concurrent\",\"endContent\":\"\",\"numAgents\":1,\"txns\":[{\"agent\":0,\"patches\":[]}]} | txns[0].parents is no list",
            })
    void whatIsNoTraceIsRefusedWithThePlace(String json, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json))
                .withMessageContaining("bad.json.gz")
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 40})
    void aFileThatEndsTooSoonIsRefused(int bytes) throws IOException {
        Path file = directory.resolve("bad.json.gz");
        Files.write(file, Arrays.copyOf(gzip(DIAMOND.getBytes(StandardCharsets.UTF_8)), bytes));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> EditingTraceReader.read(file))
                .withMessageContaining("bad.json.gz");
    }

    @Test
    void whatIsNotPackedOrNotUtf8IsRefused() throws IOException {
        Path file = directory.resolve("bad.json.gz");
        Files.writeString(file, DIAMOND);
        assertThatIllegalArgumentException().isThrownBy(() -> EditingTraceReader.read(file));
        Files.write(file, gzip(new byte[] {'"', (byte) 0xC0, '"'}));
        assertThatIllegalArgumentException().isThrownBy(() -> EditingTraceReader.read(file));
    }

    @Test
    void noMoreIsUnpackedThanTheLimitSays() throws IOException {
        Path file = directory.resolve("bad.json.gz");
        byte[] json = DIAMOND.getBytes(StandardCharsets.UTF_8);
        Files.write(file, gzip(json));
        assertThat(EditingTraceReader.read(file, json.length).agents()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EditingTraceReader.read(file, json.length - 1))
                .withMessageContaining("more than " + (json.length - 1) + " bytes");
    }

    @Test
    void syntheticTracesAreTraces() throws IOException {
        Path file = directory.resolve("made-up.json.gz");
        SyntheticEditingTraces.writeConcurrent(file, SyntheticTraces.SEED, 2_000);
        EditingTrace trace = EditingTraceReader.read(file);
        assertThat(trace.steps()).hasSizeGreaterThan(2_000);
        assertThat(trace.steps().stream().filter(step -> step.parents().size() == 2))
                .hasSizeGreaterThan(20);
        assertThat(replay(trace)).containsOnly(trace.endContent()).hasSize(2);
    }

    private static List<String> replay(EditingTrace trace) {
        List<Doc> authors = new TraceReplay(trace, TracePlan.of(trace)).run();
        return authors.stream().map(Question::text).toList();
    }

    private EditingTrace read(String json) throws IOException {
        Path file = directory.resolve("bad.json.gz");
        Files.write(file, gzip(json.getBytes(StandardCharsets.UTF_8)));
        return EditingTraceReader.read(file);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
