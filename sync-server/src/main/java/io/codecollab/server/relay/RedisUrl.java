package io.codecollab.server.relay;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Redis is and who asks, as people write it:
 *
 * <pre>
 *   redis://[[user]:password@]host[:port][/database]          one server, or any node of a cluster
 *   redis://[[user]:password@]host[:port],host[:port],...     nodes of a cluster
 *   rediss://...                                              the same by TLS; ?verifyPeer=CA or NONE checks less
 *   redis-sentinel://[password@]host[:port],.../#master       the master that these sentinels name
 * </pre>
 *
 * Immutable.
 */
public final class RedisUrl {

    /** A server that does not answer for so long is as good as none. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final List<RedisURI> nodes;

    private RedisUrl(List<RedisURI> nodes) {
        this.nodes = nodes;
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is none; the message does not repeat it, for there may be a password in it
     */
    public static RedisUrl parse(String url) {
        try {
            List<RedisURI> nodes = new ArrayList<>();
            for (String each : url.startsWith(RedisURI.URI_SCHEME_REDIS_SENTINEL) ? List.of(url) : split(url)) {
                RedisURI node = RedisURI.create(each);
                if (node.getHost() == null && node.getSentinels().isEmpty()) {
                    throw new IllegalArgumentException("no host");
                }
                node.setTimeout(TIMEOUT);
                node.setClientName("codecollab");
                nodes.add(node);
            }
            return new RedisUrl(List.copyOf(nodes));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not a Redis URL, expected=redis://[[user]:password@]host[:port], rediss://... or redis-sentinel://...",
                    e);
        }
    }

    /** One URL for each host, all with the scheme and the password of the first. */
    private static List<String> split(String url) {
        int hosts = Math.max(url.indexOf("://") + 3, url.lastIndexOf('@') + 1);
        List<String> urls = new ArrayList<>();
        for (String host : url.substring(hosts).split(",", -1)) {
            urls.add(url.substring(0, hosts) + host);
        }
        return urls;
    }

    /** All that are named, at least one. */
    List<RedisURI> nodes() {
        return nodes;
    }

    /** Whether it names several nodes, as only a cluster has them. */
    boolean namesCluster() {
        return nodes.size() > 1;
    }

    /** Without user and password, for people. */
    @Override
    public String toString() {
        RedisURI first = nodes.get(0);
        if (!first.getSentinels().isEmpty()) {
            RedisURI sentinel = first.getSentinels().get(0);
            return first.getSentinelMasterId() + " of the sentinel " + sentinel.getHost() + ":" + sentinel.getPort();
        }
        return first.getHost() + ":" + first.getPort() + (first.isSsl() ? " (TLS)" : "")
                + (nodes.size() > 1 ? " and " + (nodes.size() - 1) + " more" : "");
    }
}
