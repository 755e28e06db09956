package io.codecollab.server.transport;

import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.ScriptedJournal;
import io.codecollab.server.http.HttpRoutes;
import io.codecollab.server.http.YSweetApi;
import io.codecollab.server.ops.Health;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Readiness;
import io.codecollab.server.session.Conversations;
import io.codecollab.server.session.SessionLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A server that listens, with documents in memory. */
final class RunningTransport implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;

    private final Metrics metrics = new Metrics();
    private final ScriptedJournal journal = ScriptedJournal.committingAtOnce();
    private final Documents documents = new Documents(journal, DocumentsConfig.defaults(), metrics);
    private final EventLoops eventLoops;
    private final Transport transport;
    private final InetSocketAddress address;

    RunningTransport(TransportConfig config) throws IOException {
        eventLoops = new EventLoops(config.io());
        transport = new Transport(
                config,
                eventLoops,
                new HttpRoutes(new Health(), new Readiness(), metrics, new YSweetApi(documents)),
                new WebSocketRoutes(new Conversations(documents, SessionLimits.defaults(), metrics)),
                metrics);
        address = transport.listen();
    }

    InetSocketAddress address() {
        return address;
    }

    ScriptedJournal journal() {
        return journal;
    }

    Metrics metrics() {
        return metrics;
    }

    int connectionCount() {
        return transport.connectionCount();
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    @Override
    public void close() {
        transport.close();
        eventLoops.close();
        documents.close();
        metrics.close();
    }
}
