package io.codecollab.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void timesEachStageInBucketsFromTenMicrosecondsToTenSeconds() {
        metrics.decode(9_000);
        metrics.merge(30_000);
        metrics.commit(4_000_000);
        metrics.fanOut(11_000_000_000L);

        assertThat(scraped())
                .contains(
                        "codecollab_stage_seconds_bucket{stage=\"decode\",le=\"1.0E-5\"} 1",
                        "codecollab_stage_seconds_bucket{stage=\"merge\",le=\"2.5E-5\"} 0",
                        "codecollab_stage_seconds_bucket{stage=\"merge\",le=\"5.0E-5\"} 1",
                        "codecollab_stage_seconds_bucket{stage=\"commit\",le=\"0.0025\"} 0",
                        "codecollab_stage_seconds_bucket{stage=\"commit\",le=\"0.005\"} 1",
                        "codecollab_stage_seconds_bucket{stage=\"fan-out\",le=\"10.0\"} 0",
                        "codecollab_stage_seconds_bucket{stage=\"fan-out\",le=\"+Inf\"} 1",
                        "codecollab_stage_seconds_sum{stage=\"fan-out\"} 11.0");
    }

    @Test
    void countsTraffic() {
        metrics.received(10);
        metrics.received(20);
        metrics.sent(3, 500);
        metrics.editsMerged(4);
        metrics.editsSaved(3);
        metrics.updatesDelivered(40);
        metrics.slowClientDiff();
        metrics.throttled();

        assertThat(scraped())
                .contains(
                        "codecollab_received_frames_total 2.0",
                        "codecollab_received_bytes_total 30.0",
                        "codecollab_sent_frames_total 3.0",
                        "codecollab_sent_bytes_total 500.0",
                        "codecollab_edits_merged_total 4.0",
                        "codecollab_edits_saved_total 3.0",
                        "codecollab_updates_delivered_total 40.0",
                        "codecollab_slow_client_diffs_total 1.0",
                        "codecollab_throttled_total 1.0");
    }

    @Test
    void countsWhatWasRefusedAndDroppedByReason() {
        metrics.refused(Refusal.SESSIONS_PER_DOCUMENT);
        metrics.dropped(Drop.FOREIGN_AWARENESS);
        metrics.closed("TOO_LARGE");
        metrics.closed("TOO_LARGE");

        assertThat(scraped())
                .contains(
                        "codecollab_refused_total{reason=\"sessions-per-document\"} 1.0",
                        "codecollab_dropped_total{reason=\"foreign-awareness\"} 1.0",
                        "codecollab_closed_total{reason=\"too-large\"} 2.0");
    }

    @Test
    void everyReasonIsThereBeforeItHappens() {
        List<String> lines = scraped();

        assertThat(lines)
                .filteredOn(line -> line.startsWith("codecollab_refused_total{"))
                .hasSameSizeAs(Refusal.values());
        assertThat(lines)
                .filteredOn(line -> line.startsWith("codecollab_dropped_total{"))
                .hasSameSizeAs(Drop.values());
    }

    @Test
    void sessionsComeAndGoByDialect() {
        metrics.sessionOpened("hocuspocus");
        metrics.sessionOpened("y-websocket");
        metrics.sessionOpened("y-websocket");
        metrics.sessionClosed("y-websocket");
        metrics.sessionClosed("hocuspocus");

        assertThat(scraped())
                .contains(
                        "codecollab_sessions{dialect=\"y-websocket\"} 1.0",
                        "codecollab_sessions{dialect=\"hocuspocus\"} 0.0");
    }

    @Test
    void aLevelIsReadWhenItIsAskedFor() {
        AtomicLong unsaved = new AtomicLong(1);
        metrics.observe(Level.UNSAVED_BYTES, unsaved::get);
        unsaved.set(4_096);

        assertThat(scraped()).contains("codecollab_unsaved_bytes 4096.0");
    }

    @Test
    void everyLevelHasANameOfItsOwnAndAnExplanation() {
        for (Level level : Level.values()) {
            metrics.observe(level, () -> 7);
        }

        assertThat(scraped())
                .filteredOn(line -> line.startsWith("codecollab_") && line.endsWith(" 7.0"))
                .hasSameSizeAs(Level.values());
        for (Level level : Level.values()) {
            assertThat(scraped()).anyMatch(line -> line.startsWith("# HELP ") && line.endsWith(" " + level.help()));
        }
    }

    @Test
    void knowsTheProcess() {
        assertThat(metrics.scrape())
                .contains(
                        "jvm_memory_used_bytes{area=\"heap\"",
                        "jvm_threads_live_threads ",
                        "process_uptime_seconds ",
                        "process_cpu_usage ",
                        "process_files_open_files ");
    }

    @Test
    void everyLineIsOneThatPrometheusReads() {
        for (String line : scraped()) {
            assertThat(line).matches("# (HELP|TYPE) [a-z0-9_]+ .+|[a-z0-9_]+(\\{.*\\})? \\S+");
        }
    }

    private List<String> scraped() {
        return metrics.scrape().lines().toList();
    }
}
