package io.codecollab.bench.server;

import io.codecollab.server.document.DocumentLimits;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.session.Conversation;
import io.codecollab.server.session.Conversations;
import io.codecollab.server.session.SessionLimits;
import java.util.List;
import java.util.stream.Stream;

/**
 * One document of a server, somebody who writes in it and others who read, all connected with y-websocket. Loop thread only.
 */
final class FullRoom implements AutoCloseable {

    private static final DocumentName NAME = new DocumentName(Frames.DOCUMENT);

    private final Loop loop = new Loop();
    private final Metrics metrics = new Metrics();
    private final Documents documents;
    private final CountingConnection writer = new CountingConnection(loop);
    private final Conversation writing;
    private final List<CountingConnection> readers;

    /** Returns when all of them are in. */
    FullRoom(int readerCount) {
        documents = new Documents(new NoStore(), config(readerCount + 1), metrics);
        Conversations conversations = new Conversations(documents, SessionLimits.defaults(), metrics);
        readers = Stream.generate(() -> new CountingConnection(loop))
                .limit(readerCount)
                .toList();
        writing = conversations.yWebsocket(NAME, writer);
        readers.forEach(reader -> conversations.yWebsocket(NAME, reader));
        // each is told what the document has when it has become part of it
        loop.runUntil(() -> writer.frames() + frames() == readerCount + 1, "everybody is in");
    }

    private static DocumentsConfig config(int people) {
        DocumentsConfig usual = DocumentsConfig.defaults();
        DocumentLimits limits = usual.limits();
        DocumentLimits roomy = new DocumentLimits(
                limits.maxBytes(),
                limits.maxPendingBytes(),
                Math.max(people, limits.maxSubscribers()),
                limits.maxMailboxBytes(),
                limits.maxPresenceBytes());
        return new DocumentsConfig(roomy, usual.longWorkerThreads(), usual.idleUnloadMs(), usual.memoryBudgetBytes());
    }

    /** The writer's frame arrives, and all that comes of it is done. */
    void receive(byte[] frame) {
        writing.receive(frame);
        loop.run();
    }

    List<CountingConnection> readers() {
        return readers;
    }

    CountingConnection writer() {
        return writer;
    }

    /** How many frames all readers were sent since the beginning. */
    long frames() {
        long frames = 0;
        for (CountingConnection reader : readers) {
            frames += reader.frames();
        }
        return frames;
    }

    @Override
    public void close() {
        documents.close();
        metrics.close();
    }
}
