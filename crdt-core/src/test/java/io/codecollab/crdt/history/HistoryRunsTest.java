package io.codecollab.crdt.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.oracle.RecordedJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random runs of three authors who edit, undo, redo, exchange updates, place positions and take snapshots; in every second
 * one they fight over the keys of maps inside maps. Every so often all positions are looked for in all documents, and all
 * states compared with those of npm yjs.
 */
class HistoryRunsTest {

    static Stream<RecordedJson> runs() throws IOException {
        InputStream resource = HistoryRunsTest.class.getResourceAsStream("/vectors/history-runs.jsonl.gz");
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Objects.requireNonNull(resource)), StandardCharsets.UTF_8))) {
            List<RecordedJson> runs = lines.lines()
                    .map(line -> new RecordedJson((Map<?, ?>) Objects.requireNonNull(JsonText.read(line))))
                    .toList();
            return runs.stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void everyRunComesOutTheSame(RecordedJson run) {
        HistoryRun replay = new HistoryRun(run);
        int step = 0;
        for (RecordedJson record : run.objects("records")) {
            replay.perform(record, "seed=" + run.number("seed") + " step=" + step++ + " record=" + record);
        }
    }

    @Test
    void theRunsUndoAndRedoALot() throws IOException {
        List<RecordedJson> records =
                runs().flatMap(run -> run.objects("records").stream()).toList();

        assertThat(count(records, "undo", true)).isGreaterThan(1000);
        assertThat(count(records, "redo", true)).isGreaterThan(300);
        assertThat(count(records, "position", false)).isGreaterThan(1000);
        assertThat(count(records, "restore", false)).isGreaterThan(100);
    }

    private static long count(List<RecordedJson> records, String what, boolean done) {
        return records.stream()
                .filter(record -> record.text("do").equals(what) && (!done || record.flag("done")))
                .count();
    }
}
