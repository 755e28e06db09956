package io.codecollab.server.document;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other instances see of an open document and do to it. Document thread only. */
final class DocumentCopy implements Peers.Copy {

    private static final Logger log = LoggerFactory.getLogger(DocumentCopy.class);

    private final Document document;
    private final Journal journal;
    private final Presence presence;
    private final PresenceNews presenceNews;
    private final Document.Surroundings surroundings;
    private final Metrics metrics;

    DocumentCopy(
            Document document,
            Journal journal,
            Presence presence,
            PresenceNews presenceNews,
            Document.Surroundings surroundings,
            Metrics metrics) {
        this.document = document;
        this.journal = journal;
        this.presence = presence;
        this.presenceNews = presenceNews;
        this.surroundings = surroundings;
        this.metrics = metrics;
    }

    @Override
    public Version version() {
        return document.version();
    }

    @Override
    public byte[] diff(Version version) {
        return document.replica().encodeStateAsUpdate(version.stateVector().encode());
    }

    @Override
    public byte[] merge(byte[] update) {
        return document.mergeFromPeer(update);
    }

    @Override
    public void mergeStored() {
        surroundings.waitForStore(() -> {
            try (Replica stored = journal.load(document.name())) {
                document.mergeStored(stored.encodeStateAsUpdate());
            } catch (RuntimeException e) {
                log.warn("Could not read what another instance has stored, document={}", document.name(), e);
            }
        });
    }

    @Override
    public boolean isStored() {
        return document.isStored();
    }

    @Override
    public void store(Runnable then) {
        document.storeUnsettled(then);
    }

    @Override
    public byte[] presenceHere() {
        return presence.everybodyHere();
    }

    @Override
    public void presenceThere(Peer peer, byte[] awarenessUpdate) {
        try {
            presence.announceThere(peer, awarenessUpdate);
            presenceNews.watch();
        } catch (DecodeException e) {
            log.error("Another instance sent a presence that cannot be read, document={}", document.name(), e);
            metrics.dropped(Drop.MALFORMED_PEER_MESSAGE);
        }
    }

    @Override
    public void gone(Peer peer) {
        presence.leave(peer);
    }

    @Override
    public void told(String text) {
        document.onTold(null, text);
    }

    @Override
    public void close() {
        log.info("Closed on request, document={}", document.name());
        document.stop(CloseReason.RESTARTING);
    }

    @Override
    public void later(long delayMs, Runnable task) {
        document.later(delayMs, task);
    }

    @Override
    public long nowMs() {
        return surroundings.nowMs();
    }
}
