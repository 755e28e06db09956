package io.codecollab.server.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.codecollab.server.auth.Identity;
import io.codecollab.server.http.RequestRates;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {

    private static final Route READ = Route.get("/read", "Reads");
    private static final Route WRITE = Route.post("/write", "Writes");
    private static final Route LOGIN = Route.post("/login", "Logs in").guarded();

    private final AtomicLong nowNs = new AtomicLong();
    private final RequestLimits limits = new RequestLimits(new RequestRates(5, 2, 3), new Clock(nowNs));

    /** Stands still unless it is told otherwise. */
    private record Clock(AtomicLong nowNs) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return nowNs.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    @Test
    void whoComesBackInTimeIsLetIn() {
        for (int i = 0; i < 20; i++) {
            limits.ofAddress(address("192.0.2.1"), READ);
        }
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));

        for (int i = 0; i < 5; i++) {
            limits.ofAddress(address("192.0.2.1"), READ);
        }

        assertThat(refused(() -> limits.ofAddress(address("192.0.2.1"), READ))
                        .reply()
                        .status())
                .isEqualTo(429);
    }

    @Test
    void anAddressThatAsksTooOftenIsToldWhenToComeBack() {
        for (int i = 0; i < 20; i++) {
            limits.ofAddress(address("192.0.2.1"), READ);
        }

        ProblemException problem = refused(() -> limits.ofAddress(address("192.0.2.1"), READ));

        assertThat(problem.reply().status()).isEqualTo(429);
        assertThat(problem.reply().headers()).containsEntry("retry-after", "1");
        limits.ofAddress(address("192.0.2.2"), READ);
    }

    @Test
    void loginsAreCountedByThemselves() {
        for (int i = 0; i < 3; i++) {
            limits.ofAddress(address("192.0.2.1"), LOGIN);
        }

        ProblemException problem = refused(() -> limits.ofAddress(address("192.0.2.1"), LOGIN));

        assertThat(problem.reply().status()).isEqualTo(429);
        limits.ofAddress(address("192.0.2.1"), READ);
        limits.ofAddress(address("192.0.2.2"), LOGIN);
    }

    @Test
    void aUserIsCountedAtEachRoute() {
        for (int i = 0; i < 8; i++) {
            limits.ofUser(user("ann"), READ);
        }

        assertThat(refused(() -> limits.ofUser(user("ann"), READ)).reply().status())
                .isEqualTo(429);
        limits.ofUser(user("ann"), WRITE);
        limits.ofUser(user("ben"), READ);
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOne() {
        for (int i = 0; i < 20; i++) {
            limits.ofAddress(address("2001:db8:1:2::" + i), READ);
        }

        assertThat(refused(() -> limits.ofAddress(address("2001:db8:1:2:ffff::1"), READ))
                        .reply()
                        .status())
                .isEqualTo(429);
        limits.ofAddress(address("2001:db8:1:3::1"), READ);
    }

    @Test
    void nobodyIsCountedWithoutALimit() {
        RequestLimits none = new RequestLimits(RequestRates.unlimited());
        for (int i = 0; i < 10_000; i++) {
            none.ofAddress(address("192.0.2.1"), LOGIN);
            none.ofUser(user("ann"), READ);
        }
        assertThat(refusedOrNull(() -> none.ofAddress(address("192.0.2.1"), LOGIN)))
                .isNull();
    }

    private static ProblemException refused(Runnable what) {
        ProblemException problem = refusedOrNull(what);
        assertThat(problem).isNotNull();
        return problem;
    }

    private static ProblemException refusedOrNull(Runnable what) {
        return catchThrowableOfType(ProblemException.class, what::run);
    }

    private static Identity user(String name) {
        return new Identity(name, name, false, List.of(), Instant.MAX);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
