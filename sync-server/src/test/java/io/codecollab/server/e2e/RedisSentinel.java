package io.codecollab.server.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Redis master, a replica, and a sentinel that makes the replica the master when the master is gone. */
final class RedisSentinel implements AutoCloseable {

    static final String MASTER_NAME = "codecollab";

    private final RedisServer master;
    private final RedisServer replica;
    private final RedisServer sentinel;

    RedisSentinel(Path folder) throws IOException, InterruptedException {
        master = RedisServer.start(folder.resolve("master"));
        String port = Integer.toString(master.port());
        replica = RedisServer.start(folder.resolve("replica"), "--replicaof", "127.0.0.1", port);
        Path config = Files.createDirectories(folder.resolve("sentinel")).resolve("sentinel.conf");
        Files.write(
                config,
                List.of(
                        "sentinel monitor " + MASTER_NAME + " 127.0.0.1 " + master.port() + " 1",
                        "sentinel down-after-milliseconds " + MASTER_NAME + " 500",
                        "sentinel failover-timeout " + MASTER_NAME + " 2000"));
        sentinel = RedisServer.startSentinel(folder.resolve("sentinel"), config);
        await(master, "connected_slaves:1");
        await(sentinel, "slaves=1");
    }

    private static void await(RedisServer server, String text) throws IOException, InterruptedException {
        while (!String.valueOf(server.command("INFO")).contains(text)) {
            Thread.sleep(20);
        }
    }

    String url() {
        return "redis-sentinel://127.0.0.1:" + sentinel.port() + "/#" + MASTER_NAME;
    }

    /** Kills the master, and waits until the replica is in its place. */
    void failOver() throws IOException, InterruptedException {
        master.kill();
        await(replica, "role:master");
    }

    /** How many messages were published to the one that is master after {@link #failOver}. */
    long publishCount() throws IOException {
        return replica.publishCount();
    }

    @Override
    public void close() {
        sentinel.close();
        replica.close();
        master.close();
    }
}
