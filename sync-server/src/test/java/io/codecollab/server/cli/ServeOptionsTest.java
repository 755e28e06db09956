package io.codecollab.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.server.ServerConfig;
import io.codecollab.server.ServerLimits;
import io.codecollab.server.StartupException;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.storage.StoreLocation;
import io.codecollab.server.transport.TransportKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** From the command line and the environment to a configuration. */
class ServeOptionsTest {

    /** What a flag is called, what its variable is called, what it is by itself, and something else it can be. */
    private record Flag(String name, String variable, String byItself, String other) {}

    private static final List<Flag> FLAGS = List.of(
            new Flag("--host", "CODECOLLAB_HOST", "127.0.0.1", "0.0.0.0"),
            new Flag("--port", "CODECOLLAB_PORT", "8080", "0"),
            new Flag("--allowed-origins", "CODECOLLAB_ALLOWED_ORIGINS", "", "https://a.example,https://b.example"),
            new Flag("--trusted-proxies", "CODECOLLAB_TRUSTED_PROXIES", "", "10.0.0.0/8"),
            new Flag("--tls-cert", "CODECOLLAB_TLS_CERT", "", "other.pem"),
            new Flag("--tls-key", "CODECOLLAB_TLS_KEY", "", "other.pem"),
            new Flag("--compression", "CODECOLLAB_COMPRESSION", "on", "off"),
            new Flag("--transport", "CODECOLLAB_TRANSPORT", "auto", "io_uring"),
            new Flag("--auth", "CODECOLLAB_AUTH", "none", "jwt"),
            new Flag("--jwt-secret", "CODECOLLAB_JWT_SECRET", "", "0123456789abcdef0123456789abcdef"),
            new Flag("--jwt-public-key", "CODECOLLAB_JWT_PUBLIC_KEY", "", "src/test/resources/jwt-public-key.pem"),
            new Flag("--jwks-url", "CODECOLLAB_JWKS_URL", "", "https://issuer.example/jwks.json"),
            new Flag("--jwt-issuer", "CODECOLLAB_JWT_ISSUER", "", "https://issuer.example"),
            new Flag("--jwt-audience", "CODECOLLAB_JWT_AUDIENCE", "", "editors"),
            new Flag("--registration", "CODECOLLAB_REGISTRATION", "auto", "closed"),
            new Flag("--admin-token", "CODECOLLAB_ADMIN_TOKEN", "", "an admin token that nobody guesses"),
            new Flag("--data", "CODECOLLAB_DATA", "codecollab-data", "/elsewhere"),
            new Flag("--database-url", "CODECOLLAB_DATABASE_URL", "", "postgresql://host/db"),
            new Flag("--redis-url", "CODECOLLAB_REDIS_URL", "", "redis://host:6379"),
            new Flag("--webhook-url", "CODECOLLAB_WEBHOOK_URL", "", "https://elsewhere.example"),
            new Flag("--webhook-secret", "CODECOLLAB_WEBHOOK_SECRET", "", "another secret of many characters"),
            new Flag("--max-requests-per-second", "CODECOLLAB_MAX_REQUESTS_PER_SECOND", "100", "7"),
            new Flag("--max-user-requests-per-second", "CODECOLLAB_MAX_USER_REQUESTS_PER_SECOND", "50", "7"),
            new Flag("--max-logins-per-minute", "CODECOLLAB_MAX_LOGINS_PER_MINUTE", "20", "7"),
            new Flag("--engine", "CODECOLLAB_ENGINE", "java", "yrs"),
            new Flag("--idle-unload", "CODECOLLAB_IDLE_UNLOAD", "30", "7"),
            new Flag("--open-document-bytes", "CODECOLLAB_OPEN_DOCUMENT_BYTES", "0", "7MiB"),
            new Flag("--compact-after", "CODECOLLAB_COMPACT_AFTER", "100", "7"),
            new Flag("--drain-timeout", "CODECOLLAB_DRAIN_TIMEOUT", "15", "7"),
            new Flag("--log-format", "CODECOLLAB_LOG_FORMAT", "text", "json"),
            new Flag("--log-level", "CODECOLLAB_LOG_LEVEL", "info", "debug"),
            new Flag("--audit-log", "CODECOLLAB_AUDIT_LOG", "", "/elsewhere/audit.log"),
            new Flag("--max-frame-bytes", "CODECOLLAB_MAX_FRAME_BYTES", "64MiB", "65MiB"),
            new Flag("--max-update-bytes", "CODECOLLAB_MAX_UPDATE_BYTES", "32MiB", "7"),
            new Flag("--max-document-bytes", "CODECOLLAB_MAX_DOCUMENT_BYTES", "256MiB", "7"),
            new Flag("--max-pending-bytes", "CODECOLLAB_MAX_PENDING_BYTES", "16MiB", "7"),
            new Flag("--max-awareness-bytes", "CODECOLLAB_MAX_AWARENESS_BYTES", "64KiB", "7"),
            new Flag("--max-pre-auth-bytes", "CODECOLLAB_MAX_PRE_AUTH_BYTES", "1MiB", "7"),
            new Flag("--max-connections", "CODECOLLAB_MAX_CONNECTIONS", "20000", "7"),
            new Flag("--max-connections-per-ip", "CODECOLLAB_MAX_CONNECTIONS_PER_IP", "0", "7"),
            new Flag("--max-sessions-per-document", "CODECOLLAB_MAX_SESSIONS_PER_DOCUMENT", "1000", "7"),
            new Flag("--max-documents-per-connection", "CODECOLLAB_MAX_DOCUMENTS_PER_CONNECTION", "100", "7"),
            new Flag("--max-messages-per-second", "CODECOLLAB_MAX_MESSAGES_PER_SECOND", "1000", "7"),
            new Flag("--max-bytes-per-second", "CODECOLLAB_MAX_BYTES_PER_SECOND", "8MiB", "7"),
            new Flag("--max-mailbox-bytes", "CODECOLLAB_MAX_MAILBOX_BYTES", "32MiB", "7"),
            new Flag("--max-outbox-bytes", "CODECOLLAB_MAX_OUTBOX_BYTES", "1MiB", "7"),
            new Flag("--max-unsaved-bytes", "CODECOLLAB_MAX_UNSAVED_BYTES", "16MiB", "7"),
            new Flag("--max-spill-bytes", "CODECOLLAB_MAX_SPILL_BYTES", "1GiB", "7"));

    private static final Set<String> HELP = Set.of("--help", "--version");

    @Test
    void pinsEveryFlagItsVariableAndItsDefault() {
        List<Flag> flags = spec().options().stream()
                .filter(option -> !HELP.contains(option.longestName()))
                .map(option -> new Flag(
                        option.longestName(),
                        Environment.variable(option),
                        option.defaultValue(),
                        otherOf(option.longestName())))
                .toList();

        assertThat(flags).containsExactlyInAnyOrderElementsOf(FLAGS);
    }

    @Test
    void withoutAnythingItIsTheDefaults() throws Exception {
        ServerConfig defaults = ServerConfig.defaults();

        ServerConfig config = parse(Map.of());

        assertThat(config.store())
                .isEqualTo(StoreLocation.sqlite(Path.of("codecollab-data").toAbsolutePath()));
        assertThat(config).usingRecursiveComparison().ignoringFields("store").isEqualTo(defaults);
    }

    @Test
    void everyFlagChangesSomethingAndSoDoesItsVariable() throws Exception {
        for (Flag flag : FLAGS) {
            if (flag.name().startsWith("--log-") || flag.name().equals("--engine")) {
                continue; // nothing of the server's configuration
            }
            Map<String, String> rest = neededFor(flag);
            Map<String, String> variables = new HashMap<>(rest);
            variables.put(flag.variable(), flag.other());
            ServerConfig byFlag = parse(rest, flag.name(), flag.other());
            ServerConfig byVariable = parse(variables);

            assertThat(byFlag).as(flag.name()).isNotEqualTo(parse(rest));
            assertThat(byVariable).as(flag.variable()).isEqualTo(byFlag);
        }
    }

    /** What makes no sense alone. */
    private static Map<String, String> neededFor(Flag flag) {
        if (flag.name().equals("--redis-url")) {
            return Map.of("CODECOLLAB_DATABASE_URL", "postgresql://host/db");
        }
        if (flag.name().startsWith("--tls")) {
            return Map.of("CODECOLLAB_TLS_CERT", "cert.pem", "CODECOLLAB_TLS_KEY", "key.pem");
        }
        if (flag.name().startsWith("--webhook")) {
            return Map.of(
                    "CODECOLLAB_WEBHOOK_URL", "https://hooks.example",
                    "CODECOLLAB_WEBHOOK_SECRET", "a secret of 24 characters");
        }
        return flag.name().startsWith("--jw") ? Map.of("CODECOLLAB_AUTH", "jwt") : Map.of();
    }

    @Test
    void everyFlagGoesWhereItBelongs() throws Exception {
        ServerConfig config = parse(
                Map.of(),
                "--host=::1",
                "--port=9090",
                "--transport=epoll",
                "--compression=off",
                "--allowed-origins=https://a.example, http://b.example:81",
                "--auth=jwt",
                "--jwt-secret=0123456789abcdef0123456789abcdef",
                "--jwt-public-key=src/test/resources/jwt-public-key.pem",
                "--jwks-url=https://issuer.example/jwks.json",
                "--jwt-issuer=https://issuer.example",
                "--jwt-audience=editors",
                "--data=/folder",
                "--database-url=postgresql://host/db",
                "--redis-url=redis://cache:6380",
                "--idle-unload=60",
                "--open-document-bytes=1GiB",
                "--compact-after=500",
                "--drain-timeout=20",
                "--max-frame-bytes=101",
                "--max-update-bytes=100",
                "--max-document-bytes=102",
                "--max-connections=103",
                "--max-connections-per-ip=104",
                "--max-sessions-per-document=105",
                "--max-documents-per-connection=106",
                "--max-messages-per-second=107",
                "--max-bytes-per-second=108",
                "--max-pre-auth-bytes=109",
                "--max-awareness-bytes=110",
                "--max-pending-bytes=111",
                "--max-mailbox-bytes=112",
                "--max-outbox-bytes=113",
                "--max-unsaved-bytes=114",
                "--max-spill-bytes=115");

        assertThat(config.host()).isEqualTo("::1");
        assertThat(config.port()).isEqualTo(9090);
        assertThat(config.transportKind()).isEqualTo(TransportKind.EPOLL);
        assertThat(config.compression()).isFalse();
        assertThat(config.allowedOrigins().origins()).containsOnly("https://a.example", "http://b.example:81");
        assertThat(config.auth())
                .isEqualTo(new AuthConfig(
                        AuthConfig.Mode.JWT,
                        "0123456789abcdef0123456789abcdef",
                        Files.readString(Path.of("src/test/resources/jwt-public-key.pem")),
                        "https://issuer.example/jwks.json",
                        "https://issuer.example",
                        "editors"));
        assertThat(config.store()).isEqualTo(new StoreLocation(Path.of("/folder"), "postgresql://host/db"));
        assertThat(config.redisUrl()).isEqualTo("redis://cache:6380");
        assertThat(config.idleUnloadMs()).isEqualTo(60_000);
        assertThat(config.openDocumentBytes()).isEqualTo(1L << 30);
        assertThat(config.compactAfterRows()).isEqualTo(500);
        assertThat(config.drainTimeoutMs()).isEqualTo(20_000);
        assertThat(config.limits())
                .isEqualTo(new ServerLimits(
                        101, 100, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115));
    }

    @Test
    void theCommandLineWinsOverTheEnvironment() throws Exception {
        Map<String, String> environment = Map.of("CODECOLLAB_PORT", "1", "CODECOLLAB_IDLE_UNLOAD", "60");

        ServerConfig config = parse(environment, "--port", "2");

        assertThat(config.port()).isEqualTo(2);
        assertThat(config.idleUnloadMs()).isEqualTo(60_000);
    }

    @Test
    void anEmptyVariableIsNone() throws Exception {
        assertThat(parse(Map.of("CODECOLLAB_PORT", "")).port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource({
        "--port, 70000, port=70000",
        "--max-frame-bytes, 0, maxFrameBytes=0",
        "--max-frame-bytes, 2GiB, --max-frame-bytes must be less than 2GiB",
        "--max-frame-bytes, 1MiB, maxUpdateBytes=33554432",
        "--max-document-bytes, 3GiB, maxDocumentBytes=3221225472",
        "--max-connections, -1, maxConnections=-1",
        "--allowed-origins, example.org, 'example.org'' is not an origin'",
        "--jwt-secret, 0123456789abcdef0123456789abcdef, --jwt-secret is for --auth jwt",
        "--jwt-public-key, no-such-file.pem, '--jwt-public-key cannot be read, file=no-such-file.pem'",
        "--jwt-public-key, pom.xml, --jwt-public-key is for --auth jwt",
        "--admin-token, too-short, --admin-token must have 16 characters or more",
        "--idle-unload, -1, idleUnloadMs=-1000",
        "--drain-timeout, 0, drainTimeoutMs=0"
    })
    void refusesWhatMakesNoSense(String flag, String value, String expected) {
        assertThatThrownBy(() -> parse(Map.of(), flag, value))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--port=eighty", "--max-frame-bytes=64MB", "--transport=carrier-pigeon", "--compression=yes"})
    void refusesWhatItCannotRead(String argument) {
        assertThatThrownBy(() -> parse(Map.of(), argument))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(argument.substring(argument.indexOf('=') + 1));
    }

    @Test
    void everyDefaultIsSaidInTheHelp() {
        for (OptionSpec option : spec().options()) {
            if (HELP.contains(option.longestName()) || option.defaultValue().isEmpty()) {
                continue;
            }
            assertThat(String.join(" ", option.description()))
                    .as(option.longestName())
                    .matches("(?s).*Default: " + option.defaultValue() + "[.,].*");
        }
    }

    private static CommandSpec spec() {
        return Main.commandLine(Map.of()).getCommandSpec();
    }

    private static String otherOf(String name) {
        return FLAGS.stream()
                .filter(flag -> flag.name().equals(name))
                .findFirst()
                .map(Flag::other)
                .orElse("none is known");
    }

    private static ServerConfig parse(Map<String, String> environment, String... arguments) throws StartupException {
        CommandLine commandLine = Main.commandLine(new LinkedHashMap<>(environment));
        commandLine.parseArgs(arguments);
        ServeCommand itself = commandLine.getCommand();
        return itself.config();
    }
}
