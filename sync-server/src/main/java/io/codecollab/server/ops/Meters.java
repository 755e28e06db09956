package io.codecollab.server.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** Makes meters of one shape: their names begin with {@code codecollab}, and each says what it counts. Thread-safe. */
final class Meters {

    /** The buckets of a histogram: from 10 us to 10 s, three to a factor of ten. */
    private static final Duration[] BUCKETS = {
        micros(10), micros(25), micros(50),
        micros(100), micros(250), micros(500),
        micros(1_000), micros(2_500), micros(5_000),
        micros(10_000), micros(25_000), micros(50_000),
        micros(100_000), micros(250_000), micros(500_000),
        micros(1_000_000), micros(2_500_000), micros(5_000_000),
        micros(10_000_000)
    };

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    Counter counter(String name, String help) {
        return Counter.builder("codecollab." + name).description(help).register(registry);
    }

    Counter counter(String name, String help, String reason) {
        return Counter.builder("codecollab." + name)
                .description(help)
                .tag("reason", word(reason))
                .register(registry);
    }

    /** One counter for each constant, so that all of them are there, at 0, before anything happens. */
    <E extends Enum<E>> Map<E, Counter> counters(String name, String help, Class<E> reasons) {
        Map<E, Counter> counters = new EnumMap<>(reasons);
        for (E reason : reasons.getEnumConstants()) {
            counters.put(reason, counter(name, help, reason.name()));
        }
        return counters;
    }

    /** The time one stage takes, of all stages under one name. */
    Timer stage(String stage) {
        return Timer.builder("codecollab.stage")
                .description("Time that edits spend in a stage of the server")
                .tag("stage", stage)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    void gauge(String name, String help, LongSupplier now) {
        Gauge.builder("codecollab." + name, now::getAsLong).description(help).register(registry);
    }

    void gauge(String name, String help, String tag, String value, LongSupplier now) {
        Gauge.builder("codecollab." + name, now::getAsLong)
                .description(help)
                .tag(tag, word(value))
                .register(registry);
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
