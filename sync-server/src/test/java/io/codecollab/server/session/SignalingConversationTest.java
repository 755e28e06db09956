package io.codecollab.server.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.ScriptedJournal;
import io.codecollab.server.ops.Metrics;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients of npm y-webrtc say to find each other. */
class SignalingConversationTest {

    private final Metrics metrics = new Metrics();
    private final Documents documents = new Documents(new ScriptedJournal(), DocumentsConfig.defaults(), metrics);
    private final Conversations conversations = new Conversations(documents, SessionLimits.defaults(), metrics);
    private final Wire annWire = new Wire(Runnable::run, 100, 1_000);
    private final Wire bobWire = new Wire(Runnable::run, 100, 1_000);
    private final Conversation ann = conversations.signaling(annWire);
    private final Conversation bob = conversations.signaling(bobWire);

    @AfterEach
    void close() {
        documents.close();
        metrics.close();
    }

    @Test
    void whatIsPublishedReachesAllWhoListenTheSenderAmongThem() {
        ann.receiveText("{\"type\":\"subscribe\",\"topics\":[\"room1\"]}");
        bob.receiveText("{\"type\":\"subscribe\",\"topics\":[\"room0\",\"room1\"]}");

        ann.receiveText("{\"type\":\"publish\",\"topic\":\"room1\",\"data\":{\"type\":\"announce\",\"from\":\"a\"}}");

        String expected =
                "{\"type\":\"publish\",\"topic\":\"room1\",\"data\":{\"type\":\"announce\",\"from\":\"a\"},\"clients\":2}";
        assertThat(texts(annWire)).containsExactly(expected);
        assertThat(texts(bobWire)).containsExactly(expected);
    }

    @Test
    void whatIsEncryptedIsPassedOnUnread() {
        ann.receiveText("{\"type\":\"subscribe\",\"topics\":[\"room1\"]}");

        bob.receiveText("{\"type\":\"publish\",\"topic\":\"room1\",\"data\":\"AAEC/w==\"}");

        assertThat(texts(annWire))
                .containsExactly("{\"type\":\"publish\",\"topic\":\"room1\",\"data\":\"AAEC/w==\",\"clients\":1}");
        assertThat(texts(bobWire)).isEmpty();
    }

    @Test
    void whoStoppedListeningOrIsGoneHearsNothing() {
        ann.receiveText("{\"type\":\"subscribe\",\"topics\":[\"room1\",\"room2\"]}");
        bob.receiveText("{\"type\":\"subscribe\",\"topics\":[\"room2\"]}");
        ann.receiveText("{\"type\":\"unsubscribe\",\"topics\":[\"room1\",\"never\"]}");
        bob.receiveText("{\"type\":\"publish\",\"topic\":\"room1\"}");
        assertThat(annWire.log()).isEmpty();

        ann.disconnected();
        bob.receiveText("{\"type\":\"publish\",\"topic\":\"room2\"}");

        assertThat(annWire.log()).isEmpty();
        assertThat(texts(bobWire)).containsExactly("{\"type\":\"publish\",\"topic\":\"room2\",\"clients\":1}");
    }

    @Test
    void answersPings() {
        ann.receiveText("{\"type\":\"ping\"}");

        assertThat(texts(annWire)).containsExactly("{\"type\":\"pong\"}");
        assertThat(annWire.isFlushed()).isTrue();
    }

    @Test
    void leavesAloneWhatLaterVersionsMaySay() {
        for (String message : List.of(
                "{\"type\":\"wave\"}",
                "{}",
                "{\"type\":5}",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"topics\":[5,null]}",
                "{\"type\":\"publish\",\"topic\":null}")) {
            ann.receiveText(message);
        }

        assertThat(annWire.log()).isEmpty();
    }

    @Test
    void refusesWhatIsNoMessage() {
        for (String message : List.of("", "hello", "[]", "5", "{\"type\":", "[".repeat(100_000))) {
            Wire wire = new Wire(Runnable::run);
            conversations.signaling(wire).receiveText(message);
            assertThat(wire.log()).as("message=%.20s", message).containsExactly("closed MALFORMED");
        }
        ann.receive(new byte[] {0, 0, 1, 0});
        assertThat(annWire.log()).containsExactly("closed MALFORMED");
    }

    @Test
    void topicsAndMessagesAreBounded() {
        ann.receiveText("{\"type\":\"publish\",\"topic\":\"" + "x".repeat(300_000) + "\"}");
        assertThat(annWire.log()).containsExactly("closed TOO_LARGE");

        String many = IntStream.range(0, 20_000).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
        bob.receiveText("{\"type\":\"subscribe\",\"topics\":[" + many + "]}");
        assertThat(bobWire.log()).as("told once").containsExactly("closed MALFORMED");
        assertThat(metrics.scrape()).contains("codecollab_dropped_total{reason=\"malformed-message\"} 1.0");
    }

    @Test
    void whoDoesNotReadMissesWhatIsPublished() {
        ann.receiveText("{\"type\":\"subscribe\",\"topics\":[\"room1\"]}");
        annWire.stall();

        for (int i = 0; i < 1_000; i++) {
            bob.receiveText("{\"type\":\"publish\",\"topic\":\"room1\",\"data\":\"" + "x".repeat(100) + "\"}");
        }

        assertThat(annWire.unsentBytes()).isLessThan(2_000);
    }

    @Test
    void isAliveEvenIfNobodySpeaks() {
        ann.keepAlive();

        assertThat(texts(annWire)).containsExactly("{\"type\":\"pong\"}");
    }

    private static List<String> texts(Wire wire) {
        return wire.log().stream()
                .map(line -> new String(HexFormat.ofDelimiter(" ").parseHex(line.substring("sent ".length())), UTF_8))
                .toList();
    }
}
