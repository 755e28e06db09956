package io.codecollab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.bench.load.Relay.Manners;
import io.codecollab.crdt.lib0.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a program learns that starts the generator: an exit code, and a report as JSON. */
class LoadReportTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aServerThatDeliversEverythingIsPraised() throws Exception {
        assertThat(execute(Manners.ECHOES)).isZero();
        assertThat(report())
                .containsEntry("clean", true)
                .containsEntry("duplicates", 0L)
                .containsEntry("missing", 0L);
    }

    @Test
    void aServerThatLosesEditsIsToldOnByTheExitCode() throws Exception {
        assertThat(execute(Manners.LOSES)).isEqualTo(1);
        assertThat(report()).containsEntry("clean", false);
        assertThat(number(report(), "missing")).isPositive();
    }

    @Test
    void whatIsDeliveredTwiceIsReportedAndForgiven() throws Exception {
        assertThat(execute(Manners.REPEATS)).isZero();
        assertThat(number(report(), "duplicates")).isPositive();
    }

    @Test
    void whatCannotBeTriedHasAnExitCodeOfItsOwn() {
        assertThat(LoadCommand.execute("--url", "http://127.0.0.1:1/")).isEqualTo(2);
        assertThat(LoadCommand.execute("--no-such-option")).isEqualTo(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessOfThisMachineIsReportedWithWhatItCostAndTakes() throws Exception {
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(execute(Manners.ECHOES, "--pid", self)).isZero();
        Map<?, ?> server = (Map<?, ?>) Objects.requireNonNull(report().get("server"));
        assertThat(number(server, "rssKb")).isPositive();
        double perMessage = number(server, "cpuMicrosPerMessage");
        assertThat(perMessage).isPositive().isLessThan(number(server, "cpuMicrosPerEdit"));
        assertThat((List<?>) report().get("footprints")).hasSize(4);
    }

    private int execute(Manners manners, String... more) throws Exception {
        try (Relay relay = new Relay(Dialect.Y_WEBSOCKET, manners)) {
            List<String> args = new ArrayList<>(List.of("--url", relay.url(), "--clients", "3", "--rate", "100"));
            args.addAll(List.of("--warmup", "0.1", "--seconds", "0.4", "--settle", "1", "--quiet"));
            args.addAll(List.of("--json", json().toString()));
            args.addAll(List.of(more));
            return LoadCommand.execute(args.toArray(String[]::new));
        }
    }

    private Path json() {
        return folder.resolve("report.json");
    }

    @SuppressWarnings("unchecked") // the report is an object
    private Map<String, Object> report() throws Exception {
        return (Map<String, Object>) Objects.requireNonNull(JsonText.read(Files.readString(json())));
    }

    private static double number(Map<?, ?> report, String name) {
        return ((Number) Objects.requireNonNull(report.get(name))).doubleValue();
    }
}
