package io.codecollab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.bench.load.Relay.Manners;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The generator against a server whose manners are known. */
class LoadRunTest {

    private static final int DOCUMENTS = 2;
    private static final int CLIENTS = 3;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void everyEditIsCountedOncePerReader(Dialect dialect) throws Exception {
        try (Relay relay = new Relay(dialect, Manners.ECHOES)) {
            Tally tally = check(run(relay, dialect), relay);
            assertThat(tally.acks).isEqualTo(tally.edits);
            assertThat(tally.editMessagesIn).isEqualTo(tally.delivered);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aServerThatSendsNothingBackIsDrivenAsWell(Dialect dialect) throws Exception {
        try (Relay relay = new Relay(dialect, Manners.KEEPS_FROM_AUTHOR)) {
            Tally tally = check(run(relay, dialect), relay);
            assertThat(tally.acks).isEqualTo(dialect == Dialect.HOCUSPOCUS ? tally.edits : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void editsAreCountedAndNotMessages(Dialect dialect) throws Exception {
        try (Relay relay = new Relay(dialect, Manners.MERGES)) {
            Tally tally = check(run(relay, dialect, "--in-flight", "4"), relay);
            assertThat(tally.editMessagesIn).isLessThan(tally.delivered);
        }
    }

    @Test
    void anOpenLoopKeepsItsSchedule() throws Exception {
        try (Relay relay = new Relay(Dialect.Y_WEBSOCKET, Manners.ECHOES)) {
            LoadResult result = run(relay, Dialect.Y_WEBSOCKET, "--rate", "50", "--writers", "2");
            Tally tally = check(result, relay);
            assertThat(result.latency().getTotalCount()).isPositive().isLessThanOrEqualTo(tally.delivered);
            assertThat(result.lateness().getTotalCount()).isPositive();
        }
    }

    @Test
    void roomsOfTwoLanesAddUp() throws Exception {
        try (Relay relay = new Relay(Dialect.Y_WEBSOCKET, Manners.ECHOES)) {
            check(run(relay, Dialect.Y_WEBSOCKET, "--threads", "2"), relay);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whoDoesNotWriteIsServedByTheOtherInstance(Dialect dialect) throws Exception {
        try (Relay one = new Relay(dialect, Manners.ECHOES);
                Relay other = new Relay(dialect, Manners.ECHOES)) {
            String[] more = {"--reader-url", other.url(), "--writers", "1", "--rate", "50", "--join", "20"};
            LoadResult result = run(one, dialect, more);
            Tally tally = result.all().tally();
            assertThat(tally.edits).isPositive();
            assertThat(one.texts().stream().mapToLong(String::length).sum()).isEqualTo(tally.edits);
            // these two do not tell each other anything, so all of it is missing there
            assertThat(other.texts()).hasSize(DOCUMENTS).allMatch(String::isEmpty);
            assertThat(tally.delivered).isZero();
            assertThat(result.missing()).isEqualTo(tally.edits * (CLIENTS - 1));
            assertThat(result.visiting().getTotalCount()).isPositive();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void onLinuxEachProcessOfTheServerIsReported() throws Exception {
        long self = ProcessHandle.current().pid();
        LoadPlan plan;
        try (Relay relay = new Relay(Dialect.Y_WEBSOCKET, Manners.ECHOES)) {
            plan = LoadCommand.plan("--url", relay.url(), "--warmup", "0.1", "--seconds", "0.4", "--settle", "1");
            try (LoadRun run = new LoadRun(plan, List.of(self, self), false, new Progress(null))) {
                Window window = run.run().measured();
                assertThat(window.servers()).hasSize(2).doesNotContainNull();
                long inAll = window.servers().stream()
                        .mapToLong(ProcessSample::cpuMs)
                        .sum();
                assertThat(Objects.requireNonNull(window.server()).cpuMs()).isEqualTo(inAll);
            }
        }
    }

    @Test
    void whatComesTwiceIsNotDeliveredTwice() throws Exception {
        try (Relay relay = new Relay(Dialect.Y_WEBSOCKET, Manners.REPEATS)) {
            LoadResult result = run(relay, Dialect.Y_WEBSOCKET);
            Tally tally = result.all().tally();
            assertThat(tally.delivered).isEqualTo(tally.edits * (CLIENTS - 1));
            assertThat(tally.duplicates).isPositive();
            assertThat(result.isClean()).isTrue();
        }
    }

    @Test
    void whatIsLostIsMissing() throws Exception {
        try (Relay relay = new Relay(Dialect.Y_WEBSOCKET, Manners.LOSES)) {
            LoadResult result = run(relay, Dialect.Y_WEBSOCKET, "--rate", "100");
            Tally tally = result.all().tally();
            assertThat(result.missing()).isPositive();
            assertThat(tally.delivered + result.missing()).isEqualTo(tally.edits * (CLIENTS - 1));
            assertThat(result.isClean()).isFalse();
        }
    }

    @Test
    void whoDoesNotReadCatchesUpAtTheEnd() throws Exception {
        try (Relay relay = new Relay(Dialect.Y_WEBSOCKET, Manners.ECHOES)) {
            LoadResult result =
                    run(relay, Dialect.Y_WEBSOCKET, "--stall", "1", "--overwrite", "--edit-letters", "20000");
            Tally tally = result.all().tally();
            assertThat(tally.delivered).isEqualTo(tally.edits * (CLIENTS - 1));
            assertThat(result.isClean()).isTrue();
            assertThat(relay.texts()).allMatch(text -> text.length() == 20_000 * (CLIENTS - 1));
        }
    }

    @Test
    void whoReadsSlowlyGetsSomeOfItMeanwhileAndTheRestAtTheEnd() throws Exception {
        try (Relay relay = new Relay(Dialect.Y_WEBSOCKET, Manners.ECHOES)) {
            int lettersPerEdit = 20_000;
            int editsPerSecond = 50;
            String[] args = {
                "--url",
                relay.url(),
                "--clients",
                "2",
                "--writers",
                "1",
                "--rate",
                "" + editsPerSecond,
                "--edit-letters",
                "" + lettersPerEdit,
                "--overwrite",
                "--warmup",
                "0.1",
                "--seconds",
                "0.9",
                "--stall",
                "1",
                "--trickle",
                "" + lettersPerEdit * editsPerSecond / 5
            };
            try (LoadRun run = new LoadRun(LoadCommand.plan(args), List.of(), false, new Progress(null))) {
                LoadResult result = run.run();
                Tally measured = result.measured().tally();
                assertThat(measured.delivered).isBetween(1L, measured.edits / 2);
                Tally all = result.all().tally();
                assertThat(all.delivered).isEqualTo(all.edits);
                assertThat(result.isClean()).isTrue();
                assertThat(result.latency().getTotalCount())
                        .as("the latency of who reads slowly")
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whoIsCutOffComesBackAndLosesNothing(Dialect dialect) throws Exception {
        try (Relay relay = new Relay(dialect, Manners.CUTS)) {
            LoadResult result = run(relay, dialect, "--survive", "--rate", "100");
            assertThat(result.all().tally().broken).isPositive();
            check(result, relay);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void reconnectingTogetherLosesNothing(Dialect dialect) throws Exception {
        try (Relay relay = new Relay(dialect, Manners.MERGES)) {
            LoadResult result = run(relay, dialect, "--reconnect-every", "0.1");
            assertThat(result.joining().getTotalCount()).isGreaterThan(DOCUMENTS * CLIENTS);
            check(result, relay);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void visitorsGetWhatWasThereBefore(Dialect dialect) throws Exception {
        try (Relay relay = new Relay(dialect, Manners.ECHOES)) {
            LoadResult result = run(relay, dialect, "--content", "50010", "--join", "50", "--idle");
            assertThat(result.visiting().getTotalCount()).isPositive();
            assertThat(result.isClean()).isTrue();
            assertThat(relay.texts()).hasSize(DOCUMENTS).allMatch(text -> text.length() == 50_010);
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        Relay gone = new Relay(Dialect.Y_WEBSOCKET, Manners.ECHOES);
        gone.close();
        gone.awaitClosed();
        assertThatThrownBy(() -> run(gone, Dialect.Y_WEBSOCKET))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("only 0 of 6 clients");
    }

    private static LoadResult run(Relay relay, Dialect dialect, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of("--url", relay.url(), "--dialect", dialect.toString()));
        args.addAll(List.of("--documents", "" + DOCUMENTS, "--clients", "" + CLIENTS));
        args.addAll(List.of("--warmup", "0.1", "--seconds", "0.4", "--settle", "1"));
        args.addAll(List.of(more));
        LoadPlan plan = LoadCommand.plan(args.toArray(String[]::new));
        try (LoadRun run = new LoadRun(plan, List.of(), false, new Progress(null))) {
            return run.run();
        }
    }

    /** Everybody has everything, the server has every letter. */
    private static Tally check(LoadResult result, Relay relay) throws InterruptedException {
        Tally tally = result.all().tally();
        assertThat(tally.edits).isPositive();
        assertThat(tally.delivered).isEqualTo(tally.edits * (CLIENTS - 1));
        assertThat(result.missing()).isZero();
        assertThat(tally.lostAcks).isZero();
        assertThat(relay.texts().stream().mapToLong(String::length).sum()).isEqualTo(tally.edits);
        return tally;
    }
}
