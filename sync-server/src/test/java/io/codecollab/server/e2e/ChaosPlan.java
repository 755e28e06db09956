package io.codecollab.server.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Which faults happen when: the same for the same seed. Immutable. */
final class ChaosPlan {

    private static final int MAX_PAUSE_MS = 1_500;
    private static final int MIN_FAULT_MS = 100;
    private static final int MAX_FAULT_MS = 4_000;

    /** What a thing needs, after a fault, until it may have the next one. */
    private static final int RECOVERY_MS = 2_000;

    private final long seed;
    private final List<Fault> faults = new ArrayList<>();

    /** What can be done to an instance, to its way to Redis, or to what all share. */
    enum Kind {
        KILL_INSTANCE,
        RESTART_INSTANCE,
        CUT_OFF_FROM_REDIS,
        FREEZE_WAY_TO_REDIS,
        SLOW_WAY_TO_REDIS,
        KILL_REDIS,
        PAUSE_REDIS,
        KILL_SUBSCRIBERS,
        KILL_POSTGRES;

        /** Whether it is done to one instance, or its way to Redis. */
        boolean hasInstance() {
            return compareTo(SLOW_WAY_TO_REDIS) <= 0;
        }

        /** A name for what may have one fault at a time. */
        String target(int instance) {
            return switch (this) {
                case KILL_INSTANCE, RESTART_INSTANCE -> "instance" + instance;
                case CUT_OFF_FROM_REDIS, FREEZE_WAY_TO_REDIS, SLOW_WAY_TO_REDIS -> "way" + instance;
                case KILL_REDIS, PAUSE_REDIS, KILL_SUBSCRIBERS -> "redis";
                case KILL_POSTGRES -> "postgres";
            };
        }
    }

    /**
     * One fault.
     *
     * @param instance which has it, 0 if it is none's own
     * @param atMs after the start
     */
    record Fault(Kind kind, int instance, int atMs, int durationMs) {

        String target() {
            return kind.target(instance);
        }

        @Override
        public String toString() {
            return atMs + "ms " + kind + (kind.hasInstance() ? " " + instance : "") + " for " + durationMs + "ms";
        }
    }

    ChaosPlan(long seed, int lengthMs, int instances) {
        this.seed = seed;
        Random random = new Random(seed);
        List<Kind> kinds = Arrays.asList(Kind.values());
        int nowMs = 0;
        while (nowMs < lengthMs - MAX_FAULT_MS) {
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            int instance = kind.hasInstance() ? random.nextInt(instances) : 0;
            int durationMs = MIN_FAULT_MS + random.nextInt(MAX_FAULT_MS - MIN_FAULT_MS);
            Fault fault = new Fault(kind, instance, nowMs, durationMs);
            if (faults.stream().noneMatch(other -> overlap(other, fault))) {
                faults.add(fault);
                nowMs += random.nextInt(MAX_PAUSE_MS);
            } else {
                nowMs += 100; // by and by everything has recovered
            }
        }
    }

    private static boolean overlap(Fault earlier, Fault later) {
        return earlier.target().equals(later.target()) && later.atMs < earlier.atMs + earlier.durationMs + RECOVERY_MS;
    }

    /** By their time. */
    List<Fault> faults() {
        return List.copyOf(faults);
    }

    @Override
    public String toString() {
        return "seed=" + seed + " faults=" + faults;
    }
}
