package io.codecollab.server.http.api;

import io.codecollab.server.auth.Identity;
import io.codecollab.server.http.Problem;
import io.codecollab.server.http.RequestRates;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sends away who asks too often: by address before it is known who it is, then by user and route. Remembers the last {@value
 * #MAX_BUCKETS} of each. Thread-safe.
 */
final class RequestLimits {

    private static final int MAX_BUCKETS = 50_000;
    private static final int BURST = 4;

    /** What one household or server rents is a network of so many bytes; it has all addresses in it. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Buckets byAddress;
    private final Buckets byUser;
    private final Buckets logins;

    RequestLimits(RequestRates rates) {
        this(rates, TimeMeter.SYSTEM_MILLISECONDS);
    }

    RequestLimits(RequestRates rates, TimeMeter clock) {
        long burst = BURST;
        byAddress = new Buckets(rates.perAddress(), burst * rates.perAddress(), Duration.ofSeconds(1), clock);
        byUser = new Buckets(rates.perUser(), burst * rates.perUser(), Duration.ofSeconds(1), clock);
        logins = new Buckets(rates.loginsPerAddress(), rates.loginsPerAddress(), Duration.ofMinutes(1), clock);
    }

    /**
     * Counts a request of an address.
     *
     * @throws ProblemException if they come more often than they may
     */
    void ofAddress(InetAddress address, Route route) {
        String key = network(address);
        byAddress.take(key);
        if (route.isGuarded()) {
            logins.take(key);
        }
    }

    /**
     * Counts a request of a user to a route.
     *
     * @throws ProblemException if they come more often than they may
     */
    void ofUser(Identity who, Route route) {
        if (!who.isAnonymous() && !who.equals(Identity.nobody())) {
            byUser.take(route + " " + who.user());
        }
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of()
                .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
    }

    /** A bucket for each key, of those that were asked for last. Thread-safe. */
    private static final class Buckets {

        private final int perPeriod;
        private final long burst;
        private final Duration period;
        private final TimeMeter clock;

        // guarded by this
        private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > MAX_BUCKETS;
            }
        };

        /** @param perPeriod 0 is no bound */
        Buckets(int perPeriod, long burst, Duration period, TimeMeter clock) {
            this.perPeriod = perPeriod;
            this.burst = burst;
            this.period = period;
            this.clock = clock;
        }

        void take(String key) {
            if (perPeriod == 0) {
                return;
            }
            ConsumptionProbe probe = bucket(key).tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                long waitS = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
                throw new ProblemException(
                        new Problem(429, "", "too many requests: try again in " + waitS + " s"),
                        Map.of("retry-after", String.valueOf(waitS)));
            }
        }

        private synchronized Bucket bucket(String key) {
            return buckets.computeIfAbsent(
                    key,
                    missing -> Bucket.builder()
                            .withCustomTimePrecision(clock)
                            .addLimit(limit -> limit.capacity(burst).refillGreedy(perPeriod, period))
                            .build());
        }
    }
}
