package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.ScriptedJournal;
import io.codecollab.server.ops.Metrics;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes captured from npm {@code @y-sweet/client}, on a document whose commits the test holds up. */
class YSweetConversationTest {

    private static final String UPDATE = "00 02 0b 01 01 01 00 04 01 01 74 01 68 00";

    private final Metrics metrics = new Metrics();
    private final ScriptedJournal journal = new ScriptedJournal();
    private final Documents documents = new Documents(journal, DocumentsConfig.defaults(), metrics);
    private final LoopByHand loop = new LoopByHand();
    private final Wire wire = new Wire(loop);
    private final Conversation client =
            new Conversations(documents, SessionLimits.defaults(), metrics).ySweet(new DocumentName("doc"), wire);

    @BeforeEach
    void welcome() throws InterruptedException {
        expect("00 00 01 00", "01 01 00");
    }

    @AfterEach
    void close() {
        documents.close();
        metrics.close();
    }

    @Test
    void answersTheGoldenTraceWithWhatIsSaved() throws InterruptedException {
        say("00 00 01 00", "66 01 00", "00 01 02 00 00");
        expect("00 01 02 00 00", "66 01 00");

        say(UPDATE, "66 01 01");
        expect("66 01 00");
        assertThat(journal.waiting()).hasSize(1);

        journal.commit();
        expect("66 01 01");

        say("66 01 01");
        expect("66 01 01");
    }

    @Test
    void takesItsQuirkOfAnsweringWhoIsHere() throws InterruptedException {
        say("03");
        expect("01 01 00");
    }

    @Test
    void whatWasChangedOfflineIsSavedWithTheAnswer() throws InterruptedException {
        say("66 01 05");
        expect("66 01 00");

        say("00 01 0b 01 01 01 00 04 01 01 74 01 68 00", "66 01 05");
        expect("66 01 00");
        journal.commit();

        expect("66 01 05");
    }

    private void say(String... frames) {
        for (String frame : frames) {
            client.receive(HexFormat.ofDelimiter(" ").parseHex(frame));
        }
        loop.run();
    }

    private void expect(String... frames) throws InterruptedException {
        loop.runUntil(() -> wire.peek().size() >= frames.length);
        assertThat(wire.log())
                .isEqualTo(Arrays.stream(frames).map(frame -> "sent " + frame).toList());
    }
}
