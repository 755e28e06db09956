package io.codecollab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.ops.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {

    private final InetAddress here = address(1);
    private final InetAddress there = address(2);

    @Test
    void refusesWhatIsTooMuchForOneAddressAndLetsOthersIn() {
        ConnectionCounts counts = new ConnectionCounts(10, 2);
        assertThat(counts.opened(here)).isNull();
        assertThat(counts.opened(here)).isNull();

        assertThat(counts.opened(here)).isEqualTo(Refusal.CONNECTIONS_PER_IP);
        assertThat(counts.opened(there)).isNull();
    }

    @Test
    void refusesWhatIsTooMuchAltogether() {
        ConnectionCounts counts = new ConnectionCounts(2, 10);
        assertThat(counts.opened(here)).isNull();
        assertThat(counts.opened(there)).isNull();

        assertThat(counts.opened(address(3))).isEqualTo(Refusal.CONNECTIONS);
    }

    @Test
    void whoIsClosedMakesRoomWhetherItWasLetInOrNot() {
        ConnectionCounts counts = new ConnectionCounts(2, 1);
        assertThat(counts.opened(here)).isNull();
        assertThat(counts.opened(here)).isNotNull();
        counts.closed(here);
        assertThat(counts.opened(here)).as("one is still there").isNotNull();
        counts.closed(here);
        counts.closed(here);

        assertThat(counts.count()).isZero();
        assertThat(counts.opened(here)).isNull();
    }

    @Test
    void countsRightWhenManyComeAndGoAtOnce() throws InterruptedException {
        ConnectionCounts counts = new ConnectionCounts(1_000, 1_000);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    assertThat(counts.opened(address(i % 3))).isNull();
                    counts.closed(address(i % 3));
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(counts.count()).isZero();
        ConnectionCounts none = new ConnectionCounts(1_000, 1);
        assertThat(none.opened(here)).isNull();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
