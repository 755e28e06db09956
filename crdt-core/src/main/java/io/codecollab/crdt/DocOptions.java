package io.codecollab.crdt;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.DecodeLimits;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Doc} behaves. Immutable; start from {@link #defaults()}.
 *
 * @param guid name of the document, for subdocuments and providers
 * @param collectionId the collection the document belongs to, or null
 * @param clientId who edits here: 0 to 2^53-1, unique among all who ever edit the document at the same time
 * @param gc whether deleted content is released
 * @param gcFilter which deleted items may be released; null for all
 * @param meta anything JSON-like that a parent document stores beside a subdocument, or null
 * @param autoLoad whether peers load this subdocument without being asked
 * @param shouldLoad whether a provider should load this document
 * @param cleanupFormatting whether redundant formatting markers are deleted after remote changes, as Yjs does; a server
 *     that must not write turns it off
 * @param limits bounds on what one update may contain
 */
public record DocOptions(
        String guid,
        @Nullable String collectionId,
        long clientId,
        boolean gc,
        @Nullable Predicate<UnitRun> gcFilter,
        @Nullable Object meta,
        boolean autoLoad,
        boolean shouldLoad,
        boolean cleanupFormatting,
        DecodeLimits limits) {

    private static final long MAX_CLIENT_ID = (1L << 53) - 1;

    public DocOptions {
        checkClientId(clientId);
        meta = Any.normalize(meta);
    }

    static long checkClientId(long clientId) {
        if (clientId < 0 || clientId > MAX_CLIENT_ID) {
            throw new IllegalArgumentException("client id out of range, clientId=" + clientId);
        }
        return clientId;
    }

    /** A random guid, a random 32-bit client id, garbage collection and formatting clean-up on. */
    public static DocOptions defaults() {
        return new DocOptions(
                randomGuid(), null, randomClientId(), true, null, null, false, true, true, DecodeLimits.DEFAULT);
    }

    /** A random client id as Yjs 13 makes them: 32 bits. */
    static long randomClientId() {
        return ThreadLocalRandom.current().nextLong(1L << 32);
    }

    private static String randomGuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~0xc000_0000_0000_0000L) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    public DocOptions withGuid(String value) {
        return new DocOptions(
                value, collectionId, clientId, gc, gcFilter, meta, autoLoad, shouldLoad, cleanupFormatting, limits);
    }

    public DocOptions withCollectionId(@Nullable String value) {
        return new DocOptions(
                guid, value, clientId, gc, gcFilter, meta, autoLoad, shouldLoad, cleanupFormatting, limits);
    }

    public DocOptions withClientId(long value) {
        return new DocOptions(
                guid, collectionId, value, gc, gcFilter, meta, autoLoad, shouldLoad, cleanupFormatting, limits);
    }

    public DocOptions withGc(boolean value) {
        return new DocOptions(
                guid, collectionId, clientId, value, gcFilter, meta, autoLoad, shouldLoad, cleanupFormatting, limits);
    }

    public DocOptions withGcFilter(@Nullable Predicate<UnitRun> value) {
        return new DocOptions(
                guid, collectionId, clientId, gc, value, meta, autoLoad, shouldLoad, cleanupFormatting, limits);
    }

    public DocOptions withMeta(@Nullable Object value) {
        return new DocOptions(
                guid, collectionId, clientId, gc, gcFilter, value, autoLoad, shouldLoad, cleanupFormatting, limits);
    }

    public DocOptions withAutoLoad(boolean value) {
        return new DocOptions(
                guid, collectionId, clientId, gc, gcFilter, meta, value, shouldLoad, cleanupFormatting, limits);
    }

    public DocOptions withShouldLoad(boolean value) {
        return new DocOptions(
                guid, collectionId, clientId, gc, gcFilter, meta, autoLoad, value, cleanupFormatting, limits);
    }

    public DocOptions withCleanupFormatting(boolean value) {
        return new DocOptions(guid, collectionId, clientId, gc, gcFilter, meta, autoLoad, shouldLoad, value, limits);
    }

    public DocOptions withLimits(DecodeLimits value) {
        return new DocOptions(
                guid, collectionId, clientId, gc, gcFilter, meta, autoLoad, shouldLoad, cleanupFormatting, value);
    }
}
