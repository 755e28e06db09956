package io.codecollab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.http.AllowedOrigins;
import io.codecollab.server.http.RequestRates;
import io.codecollab.server.http.TrustedProxies;
import io.codecollab.server.session.SessionLimits;
import io.codecollab.server.storage.StoreLocation;
import io.codecollab.server.transport.SocketIo;
import io.codecollab.server.transport.TransportConfig;
import io.codecollab.server.transport.TransportKind;
import io.codecollab.server.webhook.WebhookConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerConfigTest {

    @Test
    void pinsEveryDefault() {
        int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
        long quarterOfTheHeap = Runtime.getRuntime().maxMemory() / 4;

        assertThat(ServerConfig.defaults())
                .isEqualTo(new ServerConfig(
                        "127.0.0.1",
                        8080,
                        TransportKind.AUTO,
                        true,
                        new AllowedOrigins(Set.of()),
                        TrustedProxies.of(""),
                        Optional.empty(),
                        new RequestRates(100, 50, 20),
                        new AuthConfig(AuthConfig.Mode.NONE, "", "", "", "", ""),
                        true,
                        "",
                        new StoreLocation(Path.of("codecollab-data"), ""),
                        "",
                        workers,
                        30_000,
                        quarterOfTheHeap,
                        100,
                        15_000,
                        WebhookConfig.none(),
                        Optional.empty(),
                        new ServerLimits(
                                67_108_864,
                                33_554_432,
                                268_435_456,
                                20_000,
                                0,
                                1_000,
                                100,
                                1_000,
                                8_388_608,
                                1_048_576,
                                65_536,
                                16_777_216,
                                33_554_432,
                                1_048_576,
                                16_777_216,
                                1_073_741_824)));
    }

    @Test
    void sendsASignOfLifeBeforeYWebsocketGivesUp() {
        // 30 seconds without a frame end a y-websocket connection; it is looked at five times an interval
        long latestMs = ServerConfig.defaults().transport().keepAliveMs() * 6 / 5;

        assertThat(latestMs).isLessThan(25_000);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> listeningOn(-1)).hasMessageContaining("port=-1");
        assertThatThrownBy(() -> listeningOn(65_536)).hasMessageContaining("port=65536");
        assertThatThrownBy(() -> transport(1, 10)).hasMessageContaining("silenceTimeoutMs=10");
        assertThatThrownBy(() -> transport(0, 20)).hasMessageContaining("maxFrameBytes=0");
        assertThatThrownBy(() -> new SessionLimits(1, 0, 1, 1, 1)).hasMessageContaining("maxUnprocessedBytes=0");
    }

    private static TransportConfig transport(int maxFrameBytes, long silenceTimeoutMs) {
        return new TransportConfig(
                "localhost",
                80,
                SocketIo.NIO,
                AllowedOrigins.sameHost(),
                TrustedProxies.none(),
                Optional.empty(),
                true,
                1,
                1,
                maxFrameBytes,
                1,
                1,
                1,
                1,
                1,
                10,
                silenceTimeoutMs);
    }

    @Test
    void takesNoMoreConnectionsThanThereCanBeFiles() {
        ServerLimits limits = ServerLimits.defaults();

        assertThat(limits.connectionsWithin(65_536)).isEqualTo(20_000);
        assertThat(limits.connectionsWithin(20_200)).isEqualTo(20_000);
        assertThat(limits.connectionsWithin(1_024)).isEqualTo(824);
        assertThat(limits.connectionsWithin(100)).isEqualTo(1);
        assertThat(limits.connectionsWithin(Long.MAX_VALUE)).isEqualTo(20_000);
    }

    @Test
    void sharesDocumentsOnlyWithASharedDatabase() {
        assertThatThrownBy(() -> sharing("redis://localhost", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("with --redis-url, instances must share a database as well:"
                        + " give all of them the same --database-url");
        assertThat(sharing("redis://localhost", "postgresql://localhost/d").redisUrl())
                .isEqualTo("redis://localhost");
    }

    @Test
    void saysWhenARedisUrlIsNoneAndKeepsItsPassword() {
        assertThatThrownBy(() -> sharing("http://user:secret@localhost", "postgresql://localhost/d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a Redis URL")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void tellsNobodyWhatIsSecret() {
        ServerConfig config = sharing("redis://:redis-secret@localhost", "postgresql://u:database-secret@localhost/d");

        assertThat(config.toString()).contains("localhost").doesNotContain("secret");
        assertThat(ServerConfigs.onFreePort(config.store(), AuthConfig.none(), "the admin's secret token"))
                .asString()
                .doesNotContain("secret");
    }

    private static ServerConfig listeningOn(int port) {
        return with(port, "", "");
    }

    private static ServerConfig sharing(String redisUrl, String databaseUrl) {
        return with(0, redisUrl, databaseUrl);
    }

    private static ServerConfig with(int port, String redisUrl, String databaseUrl) {
        ServerConfig rest = ServerConfig.defaults();
        return new ServerConfig(
                rest.host(),
                port,
                rest.transportKind(),
                rest.compression(),
                rest.allowedOrigins(),
                rest.trustedProxies(),
                rest.tls(),
                rest.requestRates(),
                rest.auth(),
                rest.openRegistration(),
                rest.adminToken(),
                new StoreLocation(Path.of("codecollab-data"), databaseUrl),
                redisUrl,
                rest.workerThreads(),
                rest.idleUnloadMs(),
                rest.openDocumentBytes(),
                rest.compactAfterRows(),
                rest.drainTimeoutMs(),
                rest.webhooks(),
                rest.auditLog(),
                rest.limits());
    }
}
