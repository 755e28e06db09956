package io.codecollab.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.server.protocol.MalformedMessageException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Every workload once: setting a question up does its work and refuses a wrong result, so that getting through is the
 * assertion; a second run shows that the work can be repeated.
 */
class ServerWorkloadTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 10_000})
    void presence(int people) {
        AwarenessUpdate question = new AwarenessUpdate();
        question.people = people;
        question.setUp();
        AwarenessUpdate.Moves moves = new AwarenessUpdate.Moves();
        for (int run = 0; run < 2; run++) {
            moves.prepare(question);
            assertThat(question.apply(moves)).isEqualTo(AwarenessUpdate.UPDATES);
            assertThat(question.encode())
                    .isEqualTo((long) Crowd.everybody(people).length * AwarenessUpdate.STATES / people);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300})
    void theRivalHearsOfTheSamePeople(int people) throws IOException, InterruptedException {
        String script = "import { everybody, one } from './protocol-questions.mjs';"
                + "for (const bytes of [everybody(" + people + "), one(" + people + ", 70_000)])"
                + " console.log(Buffer.from(bytes).toString('hex'))";
        Process node = new ProcessBuilder("node", "--input-type=module", "-e", script)
                .directory(new File("node"))
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(said).isZero();
        HexFormat hex = HexFormat.of();
        assertThat(said.lines())
                .containsExactly(hex.formatHex(Crowd.everybody(people)), hex.formatHex(Crowd.one(people, 70_000)));
    }

    @ParameterizedTest
    @CsvSource({
        "y-websocket, step1",
        "y-websocket, step2",
        "y-websocket, update",
        "y-websocket, big-update",
        "y-websocket, awareness",
        "hocuspocus, step1",
        "hocuspocus, step2",
        "hocuspocus, update",
        "hocuspocus, big-update",
        "hocuspocus, awareness"
    })
    void decoding(String dialect, String message) throws MalformedMessageException {
        ProtocolDecode question = new ProtocolDecode();
        question.dialect = dialect;
        question.message = message;
        question.setUp();
        Blackhole session = new Blackhole(
                "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");
        question.decode(session);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000})
    void fanOut(int readers) throws MalformedMessageException {
        FanOut question = new FanOut();
        question.readers = readers;
        question.setUp();
        try {
            for (int run = 0; run < 2; run++) {
                question.prepare();
                assertThat(question.deliver()).isEqualTo((long) FanOut.EDITS * readers);
                question.check();
            }
        } finally {
            question.tearDown();
        }
    }

    @Test
    void aFrameForEveryReaderAndNoMore() {
        try (FullRoom room = new FullRoom(3)) {
            byte[] frame =
                    Frames.sync(new SyncMessage.Update(new Author().type(1).get(0)), false);
            room.receive(frame);
            assertThat(room.frames()).isEqualTo(3 + 3);
            room.receive(frame); // known by now: confirmed, and told to nobody
            assertThat(room.frames()).isEqualTo(3 + 3);
            assertThat(room.writer().frames()).isEqualTo(1 + 2);
        }
    }
}
