package io.codecollab.server.auth.account;

import io.codecollab.persistence.AccountStore;
import io.codecollab.persistence.LoginAttempts;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes those wait who fail to log in again and again: to one account, known or not, and from one address. Counts are in the
 * store, so that all instances count together and a restart forgives nobody. An attempt is counted before it is made and
 * forgiven when it succeeds: however many are made at once, no more get through than are allowed. Thread-safe; waits for the
 * database.
 *
 * <pre>
 *   failures      1 ... free    free + 1   free + 2   free + 3
 *   then wait        0             1 s        2 s        4 s     ... max
 * </pre>
 */
final class LoginThrottle {

    private static final long FIRST_BACKOFF_MS = 1_000;
    private static final int MAX_DOUBLINGS = 30;

    /** Of many who count at once each round counts one. */
    private static final int MAX_ROUNDS = 20;

    private static final long FORGET_AFTER_MS = 86_400_000;
    private static final long FORGET_EVERY_MS = 600_000;

    private static final int IPV6_SITE_BYTES = 8;

    private final AccountStore store;
    private final AccountsConfig config;
    private final InstantSource clock;
    private final AtomicLong nextForgettingMs = new AtomicLong();

    LoginThrottle(AccountStore store, AccountsConfig config, InstantSource clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Counts an attempt.
     *
     * @param key of the name somebody gave; empty if it can be nobody's
     * @throws AccountException if it may not be made now
     */
    Attempt begin(InetAddress from, Optional<String> key) {
        forgetNowAndThen();
        List<String> counted = new ArrayList<>();
        counted.add(count("ip:" + site(from), config.freeAttemptsPerIp()));
        key.ifPresent(name -> counted.add(count(subject(name), config.freeAttempts())));
        return new Attempt(counted);
    }

    /** What the failed attempts to log in to one account are counted under. */
    static String subject(String key) {
        return "name:" + key;
    }

    private String count(String subject, int free) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            long nowMs = clock.millis();
            LoginAttempts before = store.attempts(subject);
            if (nowMs < before.notBeforeMs()) {
                throw AccountException.locked(before.notBeforeMs() - nowMs);
            }
            int failures = before.failures() + 1;
            LoginAttempts after = new LoginAttempts(failures, nowMs + backoffMs(failures - free));
            if (store.setAttempts(subject, before, after, nowMs)) {
                return subject;
            }
        }
        throw AccountException.locked(FIRST_BACKOFF_MS);
    }

    private long backoffMs(int failuresTooMany) {
        return failuresTooMany <= 0
                ? 0
                : Math.min(config.maxBackoffMs(), FIRST_BACKOFF_MS << Math.min(failuresTooMany - 1, MAX_DOUBLINGS));
    }

    private void forgetNowAndThen() {
        long nowMs = clock.millis();
        long nextMs = nextForgettingMs.get();
        if (nowMs >= nextMs && nextForgettingMs.compareAndSet(nextMs, nowMs + FORGET_EVERY_MS)) {
            store.forgetAttempts(nowMs - FORGET_AFTER_MS);
        }
    }

    /** Whoever has one address of IPv6 has all of its network. */
    private static String site(InetAddress from) {
        byte[] address = from.getAddress();
        return HexFormat.of().formatHex(address, 0, from instanceof Inet6Address ? IPV6_SITE_BYTES : address.length);
    }

    /** One that was counted. */
    final class Attempt {

        private final List<String> subjects;

        private Attempt(List<String> subjects) {
            this.subjects = subjects;
        }

        /** Forgives it: the account all failures, the address this one, or an account of one's own would clear it of others. */
        void succeeded() {
            forgiveOne(subjects.get(0));
            subjects.stream().skip(1).forEach(store::clearAttempts);
        }

        private void forgiveOne(String subject) {
            for (int round = 0; round < MAX_ROUNDS; round++) {
                LoginAttempts before = store.attempts(subject);
                if (before.failures() <= 1) {
                    store.clearAttempts(subject);
                    return;
                }
                LoginAttempts after = new LoginAttempts(before.failures() - 1, 0);
                if (store.setAttempts(subject, before, after, clock.millis())) {
                    return;
                }
            }
        }
    }
}
