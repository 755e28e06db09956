package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.ByteWriter;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One event loop with its rooms, and everything its members share: buffers, counters, clocks. A room is never split between
 * lanes, so nothing here is shared with another thread.
 *
 * <p>Event loop only, except {@link #ask}, which carries others onto the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is scheduled ends with the loop
final class Lane {

    /** Clients tell they are there at least as often as that, as y-protocols does. */
    private static final double RENEWALS_PER_SECOND = 1 / 15.0;

    private static final int MAX_REASONS = 20;
    private static final int BACKOFF_MS = 100;

    private final LoadPlan plan;
    private final EventLoop loop;
    private final Connector connector;
    private final Endpoint writersServer;
    private final Endpoint readersServer;
    private final SplittableRandom random;
    private final FrameWriter frames;
    private final Scratch scratch = new Scratch();
    private final ByteWriter frame = new ByteWriter();
    private final ByteWriter update = new ByteWriter();

    private final Tally tally = new Tally();
    private final Histogram latency = Latencies.histogram();
    private final Histogram joining = Latencies.histogram();
    private final Histogram visiting = Latencies.histogram();
    private final Histogram lateness = Latencies.histogram();
    private final Map<String, Integer> reasons = new TreeMap<>();

    private final List<Room> rooms = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Member> writers = new ArrayList<>();
    private final Pacer edits;
    private final Pacer presences;
    private final Pacer visits;
    private int visitors;

    private long nowNs = System.nanoTime();
    private long measureFromNs = Long.MAX_VALUE;
    private boolean typing;
    private boolean leaving;

    /**
     * @param names the documents of this lane
     * @param firstClient the client id of the first member of the first document; ids of all others follow
     */
    Lane(LoadPlan plan, EventLoops loops, int number, List<String> names, long firstClient) {
        this.plan = plan;
        this.loop = loops.next();
        this.random = new SplittableRandom(plan.seed() + number);
        this.frames = new FrameWriter(random.nextLong());
        this.connector = new Connector(loop, loops, plan.connecting());
        this.writersServer = Endpoint.of(plan.url());
        this.readersServer = Endpoint.of(plan.readerUrl());
        for (String name : names) {
            long client = firstClient + (long) rooms.size() * clientIds(plan);
            Room room = new Room(this, name, client, writers.size());
            rooms.add(room);
            for (int i = 0; i < room.size(); i++) {
                members.add(room.member(i));
                if (i < room.writers()) {
                    writers.add(room.member(i));
                }
            }
        }
        double presencesPerSecond = Math.max(RENEWALS_PER_SECOND, plan.presencesPerSecond());
        edits = new Pacer(
                loop,
                writers.size(),
                plan.editsPerSecond(),
                who -> writers.get(who).type(),
                lateness);
        presences = new Pacer(
                loop,
                members.size(),
                presencesPerSecond,
                who -> members.get(who).move(),
                Latencies.histogram());
        visits = new Pacer(loop, 1, plan.joinsPerSecond() / plan.lanes(), who -> visit(), Latencies.histogram());
    }

    /** How many client ids a room needs. */
    static int clientIds(LoadPlan plan) {
        return plan.clients() + 1;
    }

    /** Has something done on the loop and waits for the result. For other threads. */
    <T> T ask(Callable<T> question) throws InterruptedException {
        try {
            return loop.submit(question).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the generator is broken", e.getCause());
        }
    }

    // --- what the members share

    LoadPlan plan() {
        return plan;
    }

    /** Where those connect who make edits. */
    Endpoint writersServer() {
        return writersServer;
    }

    /** Where everybody else connects, which may be another instance of the same service. */
    Endpoint readersServer() {
        return readersServer;
    }

    Connector connector() {
        return connector;
    }

    FrameWriter frames() {
        return frames;
    }

    Scratch scratch() {
        return scratch;
    }

    /** Where a message is put together. */
    ByteWriter frame() {
        return frame;
    }

    /** Where an update is put together. */
    ByteWriter update() {
        return update;
    }

    Tally tally() {
        return tally;
    }

    /** A socket has something to read: what comes of it happens at this time. */
    void wakeUp() {
        nowNs = System.nanoTime();
    }

    long nowNs() {
        return nowNs;
    }

    boolean isTyping() {
        return typing;
    }

    // --- what happens to them

    /** Somebody is up to date, whose connection began to be opened at that time. */
    void joined(long openedNs, boolean firstTime) {
        Latencies.record(joining, nowNs - openedNs);
        if (firstTime) {
            tally.joins++;
        }
    }

    private void visit() {
        Room room = rooms.get(visitors % rooms.size());
        new Visitor(room, visits.dueNs(0, visitors++)).come();
    }

    /** A visitor, who was to come at that time, has everything. */
    void visited(long dueNs) {
        if (dueNs >= measureFromNs) {
            Latencies.record(visiting, nowNs - dueNs);
        }
    }

    /** Closed loop: something sent at this time has arrived. */
    void record(long sentNs) {
        if (sentNs >= measureFromNs) {
            Latencies.record(latency, nowNs - sentNs);
        }
    }

    /** Open loop: an edit of a writer has arrived at somebody. */
    void recordSinceDue(int slot, int edit) {
        record(edits.dueNs(slot, edit));
    }

    void broken(String reason) {
        tally.broken++;
        if (reasons.size() < MAX_REASONS || reasons.containsKey(reason)) {
            reasons.merge(reason, 1, Integer::sum);
        }
    }

    void comeBackLater(Member member, boolean broken) {
        if (!leaving && (!broken || plan.surviving())) {
            int delayMs = broken ? BACKOFF_MS + random.nextInt(4 * BACKOFF_MS) : 0;
            loop.schedule(member::connect, delayMs, TimeUnit.MILLISECONDS);
        }
    }

    // --- the phases, see LoadRun

    void seed() {
        rooms.forEach(room -> room.member(0).seed());
    }

    void connect() {
        members.stream().filter(member -> !member.isConnected()).forEach(Member::connect);
        presences.start();
    }

    void stall() {
        members.forEach(Member::stall);
    }

    void startTyping() {
        wakeUp();
        typing = true;
        if (plan.openLoop()) {
            edits.start();
        } else {
            writers.forEach(Member::fill);
        }
        if (plan.joinsPerSecond() > 0) {
            visits.start();
        }
        if (plan.reconnectEveryMs() > 0) {
            loop.scheduleAtFixedRate(
                    this::dropAll, plan.reconnectEveryMs(), plan.reconnectEveryMs(), TimeUnit.MILLISECONDS);
        }
    }

    private void dropAll() {
        if (typing) {
            members.forEach(Member::drop);
        }
    }

    void startMeasuring() {
        measureFromNs = System.nanoTime();
        lateness.reset();
    }

    void stopTyping() {
        typing = false;
        edits.stop();
        visits.stop();
    }

    void resume() {
        members.forEach(Member::resume);
    }

    long missing() {
        return rooms.stream().mapToLong(Room::missing).sum();
    }

    void leave() {
        leaving = true;
        presences.stop();
        members.forEach(Member::leave);
    }

    /** Everything that was counted so far, as copies. */
    Snapshot snapshot() {
        return new Snapshot(
                System.nanoTime(),
                tally.copy(),
                latency.copy(),
                joining.copy(),
                visiting.copy(),
                lateness.copy(),
                new TreeMap<>(reasons));
    }
}
