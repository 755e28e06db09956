package io.codecollab.server.auth.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes when it is told to. Thread-safe. */
final class TestClock implements InstantSource {

    private final AtomicLong nowMs = new AtomicLong(1_700_000_000_000L);

    void advance(long ms) {
        nowMs.addAndGet(ms);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs.get());
    }
}
