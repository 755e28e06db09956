package io.codecollab.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

    @Test
    void isOneServer() {
        RedisUrl url = RedisUrl.parse("redis://cache.example:6380");

        assertThat(url.namesCluster()).isFalse();
        assertThat(url.nodes()).singleElement().satisfies(node -> {
            assertThat(node.getHost()).isEqualTo("cache.example");
            assertThat(node.getPort()).isEqualTo(6380);
            assertThat(node.isSsl()).isFalse();
            assertThat(node.getTimeout()).isEqualTo(RedisUrl.TIMEOUT);
            assertThat(node.getClientName()).isEqualTo("codecollab");
        });
        assertThat(url).hasToString("cache.example:6380");
    }

    @Test
    void hasADefaultPort() {
        assertThat(RedisUrl.parse("redis://cache.example")).hasToString("cache.example:6379");
    }

    @Test
    void mayNameAHostAsContainersAreNamed() {
        RedisUrl url = RedisUrl.parse("redis://ann:secret@my_redis:6380/2");

        assertThat(url).hasToString("my_redis:6380");
        assertThat(url.nodes().get(0).getDatabase()).isEqualTo(2);
        assertThat(credentials(url.nodes().get(0)).getPassword()).containsExactly("secret".toCharArray());
        assertThat(RedisUrl.parse("redis://my_redis")).hasToString("my_redis:6379");
        assertThat(RedisUrl.parse("redis://my_redis:6380")).hasToString("my_redis:6380");
    }

    @Test
    void mayHaveAPassword() {
        RedisCredentials credentials =
                credentials(RedisUrl.parse("redis://:secret@host").nodes().get(0));

        assertThat(credentials.getUsername()).isNull();
        assertThat(credentials.getPassword()).containsExactly("secret".toCharArray());
    }

    @Test
    void mayHaveAUserAndAPassword() {
        RedisCredentials credentials =
                credentials(RedisUrl.parse("redis://ann:secret@host").nodes().get(0));

        assertThat(credentials.getUsername()).isEqualTo("ann");
        assertThat(credentials.getPassword()).containsExactly("secret".toCharArray());
    }

    @Test
    void aPasswordIsWrittenAsUrlsHaveIt() {
        RedisCredentials credentials = credentials(RedisUrl.parse("redis://:a%40b%2Cc%3A%2F%25%23%3F+d%20e@host,other")
                .nodes()
                .get(1));

        assertThat(credentials.getPassword()).containsExactly("a@b,c:/%#?+d e".toCharArray());
    }

    @Test
    void mayBeByTls() {
        RedisURI node = RedisUrl.parse("rediss://host:6380").nodes().get(0);

        assertThat(node.isSsl()).isTrue();
        assertThat(node.getVerifyMode()).isEqualTo(SslVerifyMode.FULL);
        assertThat(RedisUrl.parse("rediss://host:6380")).hasToString("host:6380 (TLS)");
    }

    @Test
    void mayTrustAnyCertificate() {
        assertThat(RedisUrl.parse("rediss://host?verifyPeer=NONE")
                        .nodes()
                        .get(0)
                        .getVerifyMode())
                .isEqualTo(SslVerifyMode.NONE);
    }

    @Test
    void mayNameADatabase() {
        assertThat(RedisUrl.parse("redis://host/3").nodes().get(0).getDatabase())
                .isEqualTo(3);
    }

    @Test
    void severalHostsAreACluster() {
        RedisUrl url = RedisUrl.parse("redis://ann:secret@one:7001,two,three:7003");

        assertThat(url.namesCluster()).isTrue();
        assertThat(url.nodes()).extracting(RedisURI::getHost).containsExactly("one", "two", "three");
        assertThat(url.nodes()).extracting(RedisURI::getPort).containsExactly(7001, 6379, 7003);
        assertThat(url.nodes())
                .allSatisfy(
                        node -> assertThat(credentials(node).getPassword()).containsExactly("secret".toCharArray()));
        assertThat(url).hasToString("one:7001 and 2 more");
    }

    @Test
    void whatFollowsTheHostsIsMeantForAllOfThem() {
        assertThat(RedisUrl.parse("rediss://one,two:7002?verifyPeer=CA").nodes())
                .hasSize(2)
                .allSatisfy(node -> assertThat(node.getVerifyMode()).isEqualTo(SslVerifyMode.CA));
    }

    @Test
    void sentinelsKnowAMaster() {
        RedisUrl url = RedisUrl.parse("redis-sentinel://secret@one:26379,two#mymaster");

        assertThat(url.namesCluster()).isFalse();
        assertThat(url.nodes()).singleElement().satisfies(node -> {
            assertThat(node.getSentinelMasterId()).isEqualTo("mymaster");
            assertThat(node.getSentinels()).extracting(RedisURI::getHost).containsExactly("one", "two");
            assertThat(node.getSentinels()).extracting(RedisURI::getPort).containsExactly(26379, 26379);
        });
        assertThat(url).hasToString("mymaster of the sentinel one:26379");
    }

    @Test
    void mayHaveAnIpv6Address() {
        RedisUrl url = RedisUrl.parse("redis://:secret@[::1]:6380");

        assertThat(url.nodes().get(0).getHost()).isIn("::1", "[::1]");
        assertThat(url.nodes().get(0).getPort()).isEqualTo(6380);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "host",
                "host:6379",
                "http://host",
                "redis:",
                "redis://",
                "redis:///",
                "redis://:secret@",
                "redis://:secret@host:port",
                "redis://:secret@host:99999",
                "redis://:sec ret@host",
                "redis://:secret^@host",
                "redis://:secret%zz@host",
                "redis://:secret@host,",
                "redis://:secret@,host",
                "redis://:secret@host, other",
                "redis://:secret@host/database",
                "rediss://:secret@host?verifyPeer=PERHAPS",
                "redis-sentinel://secret@host",
                "redis-sentinel://secret@host#",
                "redis-sentinel://",
                "REDIS://:secret@host^"
            })
    void refusesWhatIsNoneWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> RedisUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected=redis://")
                .satisfies(e -> assertThat(traceOf(e)).doesNotContain("secret").doesNotContain("sec ret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://ann:secret@host",
                "redis://:secret@host:1/2",
                "rediss://ann:secret@one,two?verifyPeer=NONE",
                "redis-sentinel://secret@one,two#master",
                "redis-sentinel://ann:secret@one,two#master"
            })
    void isShownWithoutUserAndPassword(String url) {
        assertThat(RedisUrl.parse(url).toString())
                .isNotEmpty()
                .doesNotContain("ann")
                .doesNotContain("secret")
                .doesNotContain("@");
    }

    private static RedisCredentials credentials(RedisURI node) {
        return node.getCredentialsProvider().resolveCredentials().block();
    }

    private static String traceOf(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
