package io.codecollab.server.relay;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Redis is and who asks, as people write it:
 *
 * <pre>
 *   redis://[[user]:password@]host[:port][/database]          one server, or any node of a cluster
 *   redis://[[user]:password@]host[:port],host[:port],...     nodes of a cluster
 *   rediss://...                                              the same by TLS; ?verifyPeer=CA or NONE checks less
 *   redis-sentinel://[password@]host[:port],...#master        the master that these sentinels name
 * </pre>
 *
 * Immutable.
 */
public final class RedisUrl {

    /** A server that does not answer for so long is as good as none. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** Before and after the hosts stands what all of them have in common. */
    private static final Pattern URL =
            Pattern.compile("(?<before>(?<scheme>rediss?(-sentinel)?)://(.*@)?)(?<hosts>[^@/?#]+)(?<after>[^@]*)");

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[\\w.-]+)(:\\d{1,5})?");

    private final List<RedisURI> nodes;

    private RedisUrl(List<RedisURI> nodes) {
        this.nodes = nodes;
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is none; neither the message nor a cause repeats it, for there may be a password in it
     */
    public static RedisUrl parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw notAUrl("it does not begin like one");
        }
        String[] hosts = parts.group("hosts").split(",", -1);
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw notAUrl("what should be hosts are none");
            }
        }
        List<RedisURI> nodes = new ArrayList<>();
        for (String each : parts.group("scheme").endsWith("-sentinel") ? new String[] {parts.group("hosts")} : hosts) {
            nodes.add(node(parts.group("before") + each + parts.group("after")));
        }
        return new RedisUrl(List.copyOf(nodes));
    }

    private static RedisURI node(String url) {
        try {
            RedisURI node = RedisURI.create(url);
            nameHost(node);
            node.setTimeout(TIMEOUT);
            node.setClientName("codecollab");
            return node;
        } catch (RuntimeException e) {
            throw notAUrl("what stands before or after the hosts cannot be understood");
        }
    }

    /** Names with an underscore are none to {@link java.net.URI}, and what is made of them still has the port in it. */
    private static void nameHost(RedisURI node) {
        String host = node.getHost();
        int colon = host == null ? -1 : host.lastIndexOf(':');
        if (host != null && colon == host.indexOf(':') && colon > 0) {
            node.setPort(Integer.parseInt(host.substring(colon + 1)));
            node.setHost(host.substring(0, colon));
        }
    }

    private static IllegalArgumentException notAUrl(String why) {
        return new IllegalArgumentException("not a Redis URL, " + why
                + ", expected=redis://[[user]:password@]host[:port], rediss://... or redis-sentinel://...");
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
