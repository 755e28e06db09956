package io.codecollab.server.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Three Redis masters that share the slots of one cluster. */
public final class RedisCluster implements AutoCloseable {

    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final int TIMEOUT_SECONDS = 30;

    private final List<RedisServer> masters = new ArrayList<>();

    /** Starts it and waits until all its members agree that it is one. */
    public RedisCluster(Path folder) throws IOException, InterruptedException {
        List<Integer> busPorts = new ArrayList<>();
        for (int i = 0; i < MASTERS; i++) {
            int busPort = FreePort.next();
            busPorts.add(busPort);
            masters.add(RedisServer.start(
                    folder.resolve("master" + i),
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    "2000",
                    "--cluster-port",
                    Integer.toString(busPort)));
        }
        for (int i = 0; i < MASTERS; i++) {
            RedisServer master = masters.get(i);
            int firstSlot = SLOTS * i / MASTERS;
            int lastSlot = SLOTS * (i + 1) / MASTERS - 1;
            master.command("CLUSTER", "ADDSLOTSRANGE", Integer.toString(firstSlot), Integer.toString(lastSlot));
            master.command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (int i = 1; i < MASTERS; i++) {
            String port = Integer.toString(masters.get(i).port());
            masters.get(0)
                    .command(
                            "CLUSTER",
                            "MEET",
                            "127.0.0.1",
                            port,
                            busPorts.get(i).toString());
        }
        awaitAgreement();
    }

    private void awaitAgreement() throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        for (RedisServer master : masters) {
            String info = "";
            while (!info.contains("cluster_state:ok") || !info.contains("cluster_size:" + MASTERS)) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new IllegalStateException("the Redis cluster does not form, info=" + info);
                }
                Thread.sleep(20);
                info = String.valueOf(master.command("CLUSTER", "INFO"));
            }
        }
    }

    /** All masters. */
    public String url() {
        return "redis://"
                + masters.stream().map(master -> "127.0.0.1:" + master.port()).collect(Collectors.joining(","));
    }

    public RedisServer master(int index) {
        return masters.get(index);
    }

    /** How many messages have been published to any master, whatever the kind of channel. */
    public long publishCount() throws IOException {
        long count = 0;
        for (RedisServer master : masters) {
            count += master.publishCount();
        }
        return count;
    }

    @Override
    public void close() {
        masters.forEach(RedisServer::close);
    }
}
