package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.protocol.EncodedFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final List<String> log = new ArrayList<>();
    private long unsentBytes;

    /** A client that takes nothing until the test says so. */
    private final Connection connection = new Connection() {
        @Override
        public void send(EncodedFrame frame) {
            unsentBytes += frame.size();
            log.add("sent " + frame.size());
        }

        @Override
        public long unsentBytes() {
            return unsentBytes;
        }

        @Override
        public void close(CloseReason reason) {
            log.add("closed " + reason);
        }

        @Override
        public void pauseReading() {
            log.add("paused");
        }

        @Override
        public void resumeReading() {
            log.add("resumed");
        }
    };

    private final Outbox outbox = new Outbox(connection, 100);

    @Test
    void cutsOffAClientThatDoesNotTakeWhatItIsSent() {
        outbox.send(frame(60));
        outbox.send(frame(40));
        outbox.send(frame(1));

        assertThat(log).containsExactly("sent 60", "sent 40", "closed OVERLOADED");
    }

    @Test
    void sendsALargeDocumentToAClientThatTookEverythingElse() {
        outbox.send(frame(1_000));

        assertThat(log).containsExactly("sent 1000");
    }

    @Test
    void goesOnWhenTheClientHasCaughtUp() {
        outbox.send(frame(100));
        unsentBytes = 0;
        outbox.send(frame(100));

        assertThat(log).containsExactly("sent 100", "sent 100");
    }

    private static EncodedFrame frame(int size) {
        return new EncodedFrame(new byte[size]);
    }
}
