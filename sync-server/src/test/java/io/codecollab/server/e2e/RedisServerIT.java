package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the other tests count on when they break Redis. */
class RedisServerIT {

    @TempDir
    private Path folder;

    @Test
    void keepsNothingWhenItIsKilledAndStartedAgain() throws Exception {
        try (RedisServer redis = RedisServer.start(folder)) {
            redis.command("SET", "key", "value");
            assertThat(redis.command("GET", "key")).isEqualTo("value");

            redis.kill();
            assertThatThrownBy(() -> redis.command("PING")).isInstanceOf(IOException.class);
            redis.startAgain();

            assertThat(redis.command("GET", "key")).isNull();
        }
    }

    @Test
    void countsWhatIsPublishedToChannelsOfBothKinds() throws Exception {
        try (RedisServer redis = RedisServer.start(folder)) {
            redis.command("PUBLISH", "channel", "message");
            redis.command("SPUBLISH", "channel", "message");
            redis.command("SPUBLISH", "channel", "message");

            assertThat(redis.publishCount()).isEqualTo(3);
        }
    }

    @Test
    void knowsSubscribersOfBothKindsAndHangsUpOnThem() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                RedisConnection ann = connect(redis);
                RedisConnection bob = connect(redis)) {
            ann.command("SUBSCRIBE", "news");
            bob.command("SSUBSCRIBE", "sport");

            assertThat(redis.subscriptions()).containsOnly(entry("news", 1L), entry("sport", 1L));
            assertThat(redis.killSubscribers()).isEqualTo(2);

            assertThatThrownBy(() -> ann.command("PING")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void keepsItsConnectionsAndAnswersNothingWhileItIsPaused() throws Throwable {
        try (RedisServer redis = RedisServer.start(folder);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
                RedisConnection connection = new RedisConnection(socket)) {
            connection.command("PING");

            redis.pause();
            socket.setSoTimeout(100);

            assertThatThrownBy(() -> connection.command("PING")).isInstanceOf(SocketTimeoutException.class);
            redis.resume();
            eventually(() -> assertThat(redis.command("PING")).isEqualTo("PONG"));
        }
    }

    @Test
    void asksForItsPassword() throws Exception {
        try (RedisServer redis = RedisServer.startWithPassword(folder, "secret");
                RedisConnection stranger = connect(redis)) {
            assertThat(redis.command("PING")).isEqualTo("PONG");
            assertThatThrownBy(() -> stranger.command("PING")).hasMessageContaining("NOAUTH");
        }
    }

    @Test
    void speaksTls() throws Exception {
        try (RedisServer redis = RedisServer.startWithTls(folder, new Certificate(folder))) {
            assertThat(redis.command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void threeOfThemAreACluster() throws Exception {
        try (RedisCluster cluster = new RedisCluster(folder)) {
            assertThat(String.valueOf(cluster.master(2).command("CLUSTER", "SLOTS")))
                    .contains("16383");
        }
    }

    @Test
    void aSentinelMakesTheReplicaTheMaster() throws Exception {
        try (RedisSentinel redis = new RedisSentinel(folder)) {
            redis.failOver();

            assertThat(redis.publishCount()).isZero();
        }
    }

    private static RedisConnection connect(RedisServer redis) throws IOException {
        return new RedisConnection(new Socket(InetAddress.getLoopbackAddress(), redis.port()));
    }
}
