package io.codecollab.server.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Typist;
import io.codecollab.server.http.TrustedProxies;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What strangers may ask, how large and how slowly, with real sockets. */
class HttpLimitsTest {

    @Test
    void aRequestThatComesByteByByteIsCutOffAtTheDeadline() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withRequestTimeout(500));
                Socket socket = server.connect()) {
            long startNs = System.nanoTime();
            byte[] request = ("GET / HTTP/1.1\r\nX: " + "x".repeat(1_000)).getBytes(US_ASCII);

            int sent = sendSlowly(socket, request);

            assertThat(sent).isLessThan(request.length);
            assertThat((System.nanoTime() - startNs) / 1_000_000).isBetween(450L, 5_000L);
        }
    }

    @Test
    void aBodyThatComesByteByByteIsCutOffAtTheDeadline() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withRequestTimeout(500));
                Socket socket = server.connect()) {
            write(socket, "POST /doc/new HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n");

            assertThat(sendSlowly(socket, new byte[900])).isLessThan(900);
        }
    }

    @Test
    void aHandshakeThatComesByteByByteIsCutOffAtTheDeadline() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withRequestTimeout(500));
                Socket socket = server.connect()) {
            String handshake = "GET /ws/doc HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nX: " + "x".repeat(1_000);

            assertThat(sendSlowly(socket, handshake.getBytes(US_ASCII))).isLessThan(handshake.length());
        }
    }

    @Test
    void theNextRequestHasADeadlineOfItsOwn() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withRequestTimeout(700));
                Socket socket = server.connect()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < 3; i++) {
                Thread.sleep(400);
                write(socket, "HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(RawWebSocket.readHead(in)).startsWith("HTTP/1.1 200 ");
            }

            assertThat(in.read()).as("nothing more was asked").isEqualTo(-1);
        }
    }

    @Test
    void whoTakesLongToReadALongAnswerHasTheTime() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withRequestTimeout(300));
                Socket socket = new Socket()) {
            byte[] update = longUpdate(8 << 20);
            storeDocument(server, update);
            socket.setReceiveBufferSize(64 << 10);
            socket.connect(server.address());
            socket.setSoTimeout(20_000);
            write(socket, "GET /d/doc/as-update HTTP/1.1\r\nHost: a\r\n\r\n");
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertThat(RawWebSocket.readHead(in)).startsWith("HTTP/1.1 200 ");

            byte[] read = new byte[update.length];
            for (int from = 0; from < read.length; from += 1 << 20) {
                Thread.sleep(150);
                in.readFully(read, from, Math.min(1 << 20, read.length - from));
            }

            assertThat(Arrays.equals(read, update)).isTrue();
        }
    }

    @Test
    void whoReadsNothingOfALongAnswerIsCutOff() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withRequestTimeout(300));
                Socket socket = new Socket()) {
            storeDocument(server, longUpdate(8 << 20));
            socket.setReceiveBufferSize(64 << 10);
            socket.connect(server.address());
            write(socket, "GET /d/doc/as-update HTTP/1.1\r\nHost: a\r\n\r\n");
            awaitConnections(server, 1);

            awaitConnections(server, 0);
        }
    }

    @Test
    void bodiesAreBoundedAndThoseOfUpdatesLess() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withMaxFrameBytes(1_000))) {
            assertThat(post(server, "/doc/new", new byte[TransportConfigs.MAX_REQUEST_BYTES + 1]))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(post(server, "/d/none/update", new byte[TransportConfigs.MAX_REQUEST_BYTES + 1]))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(post(server, "/d/none/update", new byte[TransportConfigs.MAX_UPLOAD_BYTES + 1]))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(post(server, "/doc/new?x=/update", new byte[TransportConfigs.MAX_REQUEST_BYTES + 1]))
                    .as("the query is no path")
                    .startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aBodyInChunksIsBoundedToo() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withMaxFrameBytes(1_000));
                Socket socket = server.connect()) {
            write(socket, "POST /doc/new HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            write(socket, ("64\r\n" + "x".repeat(100) + "\r\n").repeat(11));

            assertThat(RawWebSocket.readHead(new DataInputStream(socket.getInputStream())))
                    .startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void whoAsksBeforeTheLastAnswerIsHungUpOn() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withMaxFrameBytes(1_000));
                Socket socket = server.connect()) {
            String request = "GET /d/none/as-update HTTP/1.1\r\nHost: a\r\n\r\n";

            write(socket, request + request + request);

            awaitConnections(server, 0);
        }
    }

    @Test
    void oneAddressGetsNoMoreConnectionsThanAllowed() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withMaxConnectionsPerIp(2));
                Socket second = server.connect()) {
            Socket first = server.connect();
            try (Socket third = server.connect()) {
                assertThat(RawWebSocket.readHead(new DataInputStream(third.getInputStream())))
                        .startsWith("HTTP/1.1 503 ");
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(server.metrics().scrape())
                    .contains("codecollab_refused_total{reason=\"connections-per-ip\"} 1.0");
            first.close();
            awaitConnections(server, 1);
            try (Socket fourth = server.connect()) {
                write(fourth, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(RawWebSocket.readHead(new DataInputStream(fourth.getInputStream())))
                        .startsWith("HTTP/1.1 200 ");
            }
            assertThat(second.isConnected()).isTrue();
        }
    }

    @Test
    void whomAProxySpeaksForGetsNoMoreWebSocketsThanAllowed() throws Exception {
        TransportConfig config = TransportConfigs.behind(TrustedProxies.of("127.0.0.0/8"), 2);
        String ann = "X-Forwarded-For: 203.0.113.1\r\n";
        try (RunningTransport server = new RunningTransport(config);
                RawWebSocket first = new RawWebSocket(server.address(), "/ws/doc", ann);
                RawWebSocket second = new RawWebSocket(server.address(), "/ws/doc", ann);
                RawWebSocket other = new RawWebSocket(server.address(), "/ws/doc", "X-Forwarded-For: 203.0.113.2\r\n");
                Socket third = server.connect()) {
            first.skipToStep1();
            second.skipToStep1();
            other.skipToStep1();

            write(third, RawWebSocket.handshake("/ws/doc", ann));

            assertThat(RawWebSocket.readHead(new DataInputStream(third.getInputStream())))
                    .startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void pagesOfOtherSitesMayNotConnect() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withMaxFrameBytes(1_000));
                Socket socket = server.connect();
                RawWebSocket own = new RawWebSocket(server.address(), "/ws/doc", "Origin: http://localhost\r\n")) {
            own.skipToStep1();

            write(socket, RawWebSocket.handshake("/ws/doc", "Origin: http://evil.example\r\n"));

            assertThat(RawWebSocket.readHead(new DataInputStream(socket.getInputStream())))
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void whatCannotBeUnderstoodIsRefused() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withMaxFrameBytes(1_000))) {
            for (String request : new String[] {
                "hello\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\n: a\r\n\r\n"
            }) {
                try (Socket socket = server.connect()) {
                    write(socket, request);
                    assertThat(RawWebSocket.readHead(new DataInputStream(socket.getInputStream())))
                            .as("request=%.40s", request)
                            .startsWith("HTTP/1.1 400 ");
                }
            }
        }
    }

    @Test
    void whatIsTooLongIsRefused() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withMaxFrameBytes(1_000))) {
            assertThat(head(server, "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 414 ");
            assertThat(head(server, "GET /api/v1/notes HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ")
                    .contains("application/problem+json");
            assertThat(head(server, "POST /api/v1/x HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("application/problem+json");
        }
    }

    @Test
    void everyAnswerProtectsBrowsers() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withMaxFrameBytes(1_000))) {
            for (String target : new String[] {"/", "/healthz", "/none", "/%zz", "/ws"}) {
                assertThat(head(server, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                        .as(target)
                        .contains(
                                "default-src 'none'",
                                "frame-ancestors 'none'",
                                "x-content-type-options: nosniff",
                                "referrer-policy: no-referrer")
                        .doesNotContain("strict-transport-security");
            }
        }
    }

    @Test
    void onlyTrustedProxiesSayThatTheirClientsSpeakTls() throws Exception {
        String request = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\n\r\n";
        try (RunningTransport behindProxy =
                        new RunningTransport(TransportConfigs.behind(TrustedProxies.of("127.0.0.0/8"), 10));
                RunningTransport behindAnother =
                        new RunningTransport(TransportConfigs.behind(TrustedProxies.of("10.0.0.0/8"), 10))) {
            assertThat(head(behindProxy, request)).contains("strict-transport-security: max-age=31536000");
            assertThat(head(behindProxy, request.replace("https", "http"))).doesNotContain("strict-transport-security");
            assertThat(head(behindAnother, request)).doesNotContain("strict-transport-security");
        }
    }

    private static String head(RunningTransport server, String request) throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, request);
            return RawWebSocket.readHead(new DataInputStream(socket.getInputStream()));
        }
    }

    /** Sends a byte every few milliseconds until the server hangs up or all are sent; returns how many were. */
    private static int sendSlowly(Socket socket, byte[] bytes) throws IOException, InterruptedException {
        OutputStream out = socket.getOutputStream();
        socket.setSoTimeout(1);
        for (int i = 0; i < bytes.length; i++) {
            try {
                out.write(bytes[i]);
                if (socket.getInputStream().read() == -1) {
                    return i;
                }
            } catch (SocketTimeoutException e) {
                Thread.sleep(10); // the server has nothing to say yet
            } catch (SocketException e) {
                return i;
            }
        }
        return bytes.length;
    }

    private static String post(RunningTransport server, String path, byte[] body) throws IOException {
        try (Socket socket = server.connect()) {
            write(socket, "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n");
            socket.getOutputStream().write(body);
            return RawWebSocket.readHead(new DataInputStream(socket.getInputStream()));
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** An update of about so many bytes: client 1 inserts that many letters into the text "t". */
    private static byte[] longUpdate(int letters) {
        return Typist.type(1, "x".repeat(letters), letters).get(0);
    }

    private static void storeDocument(RunningTransport server, byte[] update) {
        server.journal()
                .append(new DocumentName("doc"), update)
                .toCompletableFuture()
                .join();
    }

    private static void awaitConnections(RunningTransport server, int count) throws InterruptedException {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (server.connectionCount() != count) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadlineNs);
            Thread.sleep(5);
        }
    }
}
