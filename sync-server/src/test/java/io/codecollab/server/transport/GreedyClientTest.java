package io.codecollab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Clients that send more than they should, or without reading, with real sockets. */
class GreedyClientTest {

    @Test
    void whoSendsTooFastIsReadLaterAndLosesNothing() throws Exception {
        try (RunningTransport server = new RunningTransport(TransportConfigs.withMaxMessagesPerSecond(50));
                RawWebSocket client = new RawWebSocket(server.address())) {
            client.skipToStep1();
            long startNs = System.nanoTime();
            int count = 200; // a burst is 100, and what comes in one packet is read at once
            for (int i = 0; i < count; i++) {
                client.send(RawWebSocket.BINARY, true, "00 00 01 00");
            }
            for (int i = 0; i < count; i++) {
                assertThat(client.receiveData()).isEqualTo("00 01 02 00 00");
            }
            client.send(RawWebSocket.BINARY, true, "00 00 01 00");
            assertThat(client.receiveData()).isEqualTo("00 01 02 00 00");

            assertThat((System.nanoTime() - startNs) / 1_000_000).as("ms").isBetween(1_800L, 10_000L);
            assertThat(server.metrics().scrape()).doesNotContain("codecollab_throttled_total 0.0");
        }
    }

    @Test
    void whoSendsPingsWithoutReadingThePongsIsNotReadWithoutEnd() throws Exception {
        byte[] payload = new byte[125];
        try (RunningTransport server = new RunningTransport(TransportConfigs.withMaxFrameBytes(1 << 20));
                RawWebSocket client = new RawWebSocket(server.address())) {
            client.skipToStep1();
            AtomicLong sentBytes = new AtomicLong();
            Thread sender = new Thread(() -> {
                try {
                    while (sentBytes.get() < 200_000_000) {
                        client.send(RawWebSocket.PING, true, payload);
                        sentBytes.addAndGet(payload.length);
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
            sender.start();
            long before = -1;
            while (sentBytes.get() != before) {
                before = sentBytes.get();
                Thread.sleep(500);
            }

            assertThat(before).as("bytes until it was stopped").isLessThan(100_000_000);
            long readBytes = 0;
            while (readBytes < before / 2) {
                readBytes += client.receive().payload().length;
            }
            long deadlineNs = System.nanoTime() + 20_000_000_000L;
            while (sentBytes.get() == before) {
                assertThat(System.nanoTime()).as("is read again").isLessThan(deadlineNs);
                client.receive();
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server fell silent", e);
        }
    }
}
