package io.codecollab.server.ops;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What the server counts and times, for Prometheus. The names begin with {@code codecollab_}; what is known of the JVM and the
 * process has the names Micrometer gives it.
 *
 * <p>Thread-safe, and cheap enough to be told of every frame and every edit: what is called that often looks nothing up.
 */
public final class Metrics implements AutoCloseable {

    /** What {@link #scrape} returns, for the HTTP header of that name. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters(registry);
    private final JvmGcMetrics garbageCollector = new JvmGcMetrics();

    private final Timer decode = meters.stage("decode");
    private final Timer merge = meters.stage("merge");
    private final Timer commit = meters.stage("commit");
    private final Timer fanOut = meters.stage("fan-out");
    private final Timer relay = meters.stage("relay");

    private final Counter receivedFrames = meters.counter("received.frames", "WebSocket messages that came in");
    private final Counter receivedBytes = meters.counter("received.bytes", "Bytes of WebSocket messages that came in");
    private final Counter sentFrames = meters.counter("sent.frames", "WebSocket messages that went out");
    private final Counter sentBytes = meters.counter("sent.bytes", "Bytes of WebSocket messages that went out");

    private final Counter relayedBytes = meters.counter("relayed.bytes", "Bytes told to other instances");
    private final Counter peerMessages = meters.counter("peer.messages", "Messages that came from other instances");
    private final Counter peerBytes = meters.counter("peer.bytes", "Bytes of messages that came from other instances");
    private final Counter editsMerged = meters.counter("edits.merged", "Edits merged into their documents");
    private final Counter editsSaved = meters.counter("edits.saved", "Edits that are on disk");
    private final Counter updatesDelivered =
            meters.counter("updates.delivered", "Edits told to others, once for each of them");
    private final Counter slowClientDiffs =
            meters.counter("slow.client.diffs", "Times a client that lagged behind got one diff for all it had missed");
    private final Counter throttled = meters.counter("throttled", "Times a client that sent too much was made to wait");

    private final Map<Refusal, Counter> refused =
            meters.counters("refused", "Connections, sessions and requests that were not let in", Refusal.class);
    private final Map<Drop, Counter> dropped =
            meters.counters("dropped", "Messages that were not passed on", Drop.class);
    private final Map<String, Counter> closed = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> sessions = new ConcurrentHashMap<>();

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbageCollector.bindTo(registry);
    }

    /** A frame became a message. */
    public void decode(long nanos) {
        decode.record(nanos, NANOSECONDS);
    }

    /** Edits were merged into a document. */
    public void merge(long nanos) {
        merge.record(nanos, NANOSECONDS);
    }

    /** Edits are on disk, so long after they were handed to the journal. */
    public void commit(long nanos) {
        commit.record(nanos, NANOSECONDS);
    }

    /** Everybody in a document was told of edits. */
    public void fanOut(long nanos) {
        fanOut.record(nanos, NANOSECONDS);
    }

    /** Redis took a message for other instances. */
    public void relayed(long nanos, long bytes) {
        relay.record(nanos, NANOSECONDS);
        relayedBytes.increment((double) bytes);
    }

    /** A message came from another instance. */
    public void heardPeer(long bytes) {
        peerMessages.increment();
        peerBytes.increment((double) bytes);
    }

    /** One WebSocket message came in. */
    public void received(long bytes) {
        receivedFrames.increment();
        receivedBytes.increment((double) bytes);
    }

    /** WebSocket messages went out, all their bytes together. */
    public void sent(long frames, long bytes) {
        sentFrames.increment((double) frames);
        sentBytes.increment((double) bytes);
    }

    public void editsMerged(long count) {
        editsMerged.increment((double) count);
    }

    public void editsSaved(long count) {
        editsSaved.increment((double) count);
    }

    /** So many edits, times the clients each went to. */
    public void updatesDelivered(long count) {
        updatesDelivered.increment((double) count);
    }

    /** A client lagged behind and was sent one diff. */
    public void slowClientDiff() {
        slowClientDiffs.increment();
    }

    /** A client sent too much in too little time and is not read for a while. */
    public void throttled() {
        throttled.increment();
    }

    public void refused(Refusal reason) {
        count(refused, reason);
    }

    public void dropped(Drop reason) {
        count(dropped, reason);
    }

    /**
     * The server ended a session.
     *
     * @param reason one of a few words, such as the name of a close reason; never what a client chose
     */
    public void closed(String reason) {
        closed.computeIfAbsent(reason, name -> meters.counter("closed", "Sessions that the server ended", name))
                .increment();
    }

    /**
     * A client takes part in a document from now on.
     *
     * @param dialect one of a few words; never what a client chose
     */
    public void sessionOpened(String dialect) {
        sessions(dialect).increment();
    }

    public void sessionClosed(String dialect) {
        sessions(dialect).decrement();
    }

    /** From now on this level is read here, at every scrape and on the thread that scrapes. Once for each level. */
    public void observe(Level level, LongSupplier now) {
        meters.gauge(level.meter(), level.help(), now);
    }

    /** Everything, as Prometheus reads it. Takes milliseconds. */
    public String scrape() {
        return registry.scrape();
    }

    /** Lets go of the JVM's notifications. */
    @Override
    public void close() {
        garbageCollector.close();
        registry.close();
    }

    private LongAdder sessions(String dialect) {
        return sessions.computeIfAbsent(dialect, name -> {
            LongAdder count = new LongAdder();
            meters.gauge("sessions", "Clients on documents", "dialect", name, count::sum);
            return count;
        });
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E reason) {
        Counter counter = counters.get(reason);
        if (counter == null) {
            throw new IllegalStateException("no counter, reason=" + reason);
        }
        counter.increment();
    }
}
