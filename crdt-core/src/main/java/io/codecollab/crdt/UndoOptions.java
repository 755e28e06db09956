package io.codecollab.crdt;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link UndoManager} behaves. Immutable; start from {@link #defaults()}.
 *
 * @param captureTimeoutMs changes that follow one another within less than this are undone together; 0 for never
 * @param captureTransaction which transactions may be undone, of those the other options let through
 * @param deleteFilter which content an undo or redo may delete
 * @param trackedOrigins origins whose transactions may be undone; a class stands for all its instances, null for
 *     transactions without an origin
 * @param ignoreRemoteMapChanges whether undo brings back the value of a key that somebody else has written since
 * @param clockMs the time, for the capture timeout
 */
public record UndoOptions(
        long captureTimeoutMs,
        Predicate<Transaction> captureTransaction,
        Predicate<UnitRun> deleteFilter,
        Set<@Nullable Object> trackedOrigins,
        boolean ignoreRemoteMapChanges,
        LongSupplier clockMs) {

    private static final long DEFAULT_CAPTURE_TIMEOUT_MS = 500;

    public UndoOptions {
        trackedOrigins = Collections.unmodifiableSet(new HashSet<>(trackedOrigins));
    }

    /** Half a second, everything without an origin, remote values of keys are kept. */
    public static UndoOptions defaults() {
        return new UndoOptions(
                DEFAULT_CAPTURE_TIMEOUT_MS,
                transaction -> true,
                candidate -> true,
                Collections.singleton(null),
                false,
                System::currentTimeMillis);
    }

    public UndoOptions withCaptureTimeoutMs(long value) {
        return new UndoOptions(
                value, captureTransaction, deleteFilter, trackedOrigins, ignoreRemoteMapChanges, clockMs);
    }

    public UndoOptions withCaptureTransaction(Predicate<Transaction> value) {
        return new UndoOptions(captureTimeoutMs, value, deleteFilter, trackedOrigins, ignoreRemoteMapChanges, clockMs);
    }

    public UndoOptions withDeleteFilter(Predicate<UnitRun> value) {
        return new UndoOptions(
                captureTimeoutMs, captureTransaction, value, trackedOrigins, ignoreRemoteMapChanges, clockMs);
    }

    /** Tracks these origins and classes, and no others. */
    public UndoOptions withTrackedOrigins(Set<? extends @Nullable Object> value) {
        return new UndoOptions(
                captureTimeoutMs,
                captureTransaction,
                deleteFilter,
                new HashSet<>(value),
                ignoreRemoteMapChanges,
                clockMs);
    }

    public UndoOptions withIgnoreRemoteMapChanges(boolean value) {
        return new UndoOptions(captureTimeoutMs, captureTransaction, deleteFilter, trackedOrigins, value, clockMs);
    }

    public UndoOptions withClock(LongSupplier value) {
        return new UndoOptions(
                captureTimeoutMs, captureTransaction, deleteFilter, trackedOrigins, ignoreRemoteMapChanges, value);
    }
}
