package io.codecollab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.server.session.SessionLimits;
import io.codecollab.server.transport.TransportConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServerConfigTest {

    @Test
    void pinsEveryDefault() {
        int workers = Math.max(2, Runtime.getRuntime().availableProcessors());

        assertThat(ServerConfig.defaults())
                .isEqualTo(new ServerConfig(
                        new TransportConfig("127.0.0.1", 8080, 67_108_864, 65_536, 30_000, 20_000, 75_000),
                        new SessionLimits(1_048_576, 16_777_216),
                        Path.of("codecollab-data"),
                        PersistenceConfig.defaults(),
                        workers,
                        30_000,
                        100,
                        15_000));
    }

    @Test
    void changesOneThingAtATime() {
        ServerConfig config = ServerConfig.defaults().listeningOn("0.0.0.0", 0).storingIn(Path.of("elsewhere"));

        assertThat(config.transport().host()).isEqualTo("0.0.0.0");
        assertThat(config.transport().port()).isZero();
        assertThat(config.dataFolder()).isEqualTo(Path.of("elsewhere"));
        assertThat(config.listeningOn("127.0.0.1", 8080).storingIn(Path.of("codecollab-data")))
                .isEqualTo(ServerConfig.defaults());
    }

    @Test
    void sendsASignOfLifeBeforeYWebsocketGivesUp() {
        // 30 seconds without a frame end a y-websocket connection; it is looked at five times an interval
        long latestMs = TransportConfig.defaults().keepAliveMs() * 6 / 5;

        assertThat(latestMs).isLessThan(25_000);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> ServerConfig.defaults().listeningOn("localhost", -1))
                .hasMessageContaining("port=-1");
        assertThatThrownBy(() -> ServerConfig.defaults().listeningOn("localhost", 65_536))
                .hasMessageContaining("port=65536");
        assertThatThrownBy(() -> new TransportConfig("localhost", 80, 1, 1, 1, 10, 10))
                .hasMessageContaining("silenceTimeoutMs=10");
        assertThatThrownBy(() -> new TransportConfig("localhost", 80, 0, 1, 1, 10, 20))
                .hasMessageContaining("maxFrameBytes=0");
        assertThatThrownBy(() -> new SessionLimits(0, 1)).hasMessageContaining("maxUnprocessedBytes=0");
    }
}
