package io.codecollab.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.ServerConfig;
import io.codecollab.server.ops.Level;
import io.codecollab.server.ops.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What docs/deploy tells people to set is there to be set. */
class DeployDocsTest {

    private static final Path DEPLOY = Path.of("..", "docs", "deploy");

    /** Flags of the other programs which are called there: systemctl, docker, kubectl. */
    private static final Set<String> OF_OTHERS = Set.of(
            "--now",
            "--from",
            "--chown",
            "--mount",
            "--ulimit",
            "--stop-timeout",
            "--interval",
            "--timeout",
            "--start-period",
            "--build",
            "--from-literal");

    /** Lines that say how a figure was measured; the benchmarks have their own flags. */
    private static final Pattern BENCHMARKS =
            Pattern.compile("(?m)^.*(`benchmarks/|`CI |the same with `|load generator, `|`--server-core ).*$");

    private static final Pattern NOTHING = Pattern.compile("(?!)");

    @Test
    void flagsAreFlags() throws IOException {
        Set<String> flags = all("(?<![\\w-])--[a-z][a-z-]+", BENCHMARKS);
        flags.removeAll(OF_OTHERS);

        assertThat(flags).isNotEmpty().isSubsetOf(options().keySet());
    }

    @Test
    void variablesAreVariables() throws IOException {
        Set<String> variables = all("CODECOLLAB_[A-Z_]+[A-Z]", NOTHING);

        assertThat(variables).isNotEmpty().isSubsetOf(options().values());
    }

    @Test
    void commandsAreCommands() throws IOException {
        Matcher commands = Pattern.compile("\\*\\*Looking after documents and accounts.\\*\\*(.*?);", Pattern.DOTALL)
                .matcher(read("README.md"));

        assertThat(commands.find()).isTrue();
        assertThat(matches(commands.group(1), "(?<=`)[a-z]+(?=`)"))
                .hasSize(6)
                .isSubsetOf(Main.commandLine(Map.of()).getSubcommands().keySet());
    }

    @Test
    void metricsAreMetrics() throws IOException {
        try (Metrics metrics = new Metrics()) {
            for (Level level : Level.values()) {
                metrics.observe(level, () -> 0);
            }
            Set<String> named = matches(read("README.md"), "codecollab_[a-z_]+[a-z]");

            assertThat(named).isNotEmpty().isSubsetOf(matches(metrics.scrape(), "(?m)^codecollab_[a-z_]+"));
        }
    }

    @Test
    void whoeverStopsItHasMorePatienceThanItNeeds() throws IOException {
        long drainSeconds = ServerConfig.defaults().drainTimeoutMs() / 1_000;
        long preStopSeconds = number("kubernetes.yaml", "\"sleep\", \"(\\d+)\"");

        assertThat(number("codecollab.service", "TimeoutStopSec=(\\d+)")).isGreaterThan(drainSeconds);
        assertThat(number("compose.yaml", "stop_grace_period: (\\d+)s")).isGreaterThan(drainSeconds);
        assertThat(number("Dockerfile", "--stop-timeout (\\d+)")).isGreaterThan(drainSeconds);
        assertThat(number("kubernetes.yaml", "terminationGracePeriodSeconds: (\\d+)"))
                .isGreaterThan(drainSeconds + preStopSeconds);
    }

    @Test
    void aProxyIsMorePatientThanAnIdleEditor() throws IOException {
        long silenceSeconds = ServerConfig.defaults().transport().silenceTimeoutMs() / 1_000;

        assertThat(number("nginx.conf", "proxy_read_timeout (\\d+)s")).isGreaterThan(silenceSeconds);
        assertThat(number("nginx.conf", "client_max_body_size (\\d+)m") << 20)
                .isGreaterThanOrEqualTo(ServerConfig.defaults().limits().maxUpdateBytes());
    }

    /** Flags and their variables, of all commands. */
    private static Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        CommandLine program = Main.commandLine(Map.of());
        Stream.concat(Stream.of(program), program.getSubcommands().values().stream())
                .flatMap(command -> command.getCommandSpec().options().stream())
                .forEach((OptionSpec option) -> options.put(option.longestName(), Environment.variable(option)));
        return options;
    }

    private static Set<String> all(String regex, Pattern ignored) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(DEPLOY)) {
            for (Path file : files.toList()) {
                found.addAll(matches(ignored.matcher(Files.readString(file)).replaceAll(""), regex));
            }
        }
        return found;
    }

    private static Set<String> matches(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toSet());
    }

    private static long number(String file, String regex) throws IOException {
        Matcher number = Pattern.compile(regex).matcher(read(file));
        assertThat(number.find()).as("%s has %s", file, regex).isTrue();
        return Long.parseLong(number.group(1));
    }

    private static String read(String file) throws IOException {
        return Files.readString(DEPLOY.resolve(file));
    }
}
