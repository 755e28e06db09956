package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YText;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every workload once, on the synthetic traces: setting a question up does its work and refuses a wrong result, so that
 * getting through is the assertion; a second run shows that the work can be repeated.
 */
class WorkloadTest {

    @TempDir
    private static Path directory = Path.of(".");

    private final Traces traces = Traces.open();

    @BeforeAll
    static void writeTraces() {
        SyntheticTraces.write(directory);
        System.setProperty("traces", directory.toString());
    }

    @AfterAll
    static void forgetTraces() {
        System.clearProperty("traces");
    }

    @ParameterizedTest
    @CsvSource({
        "hot-random, 1, false",
        "hot-random, 1000, true",
        "hot-typing, 1, true",
        "hot-typing, 10000, false",
    })
    void smallRemoteUpdates(String trace, int clients, boolean listener) {
        SmallRemoteUpdate question = new SmallRemoteUpdate();
        question.trace = trace;
        question.clients = clients;
        question.listener = listener;
        question.setUp();
        question.prepare();
        assertThat(Question.text(question.apply())).isEqualTo(traces.finalText(trace));
        assertThat(question.heardBytes > 0).isEqualTo(listener);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theHistoryOfADocumentAsRemoteUpdates(boolean listener) {
        RemoteHistory question = new RemoteHistory();
        question.listener = listener;
        question.setUp();
        question.prepare();
        Check.endOf(traces, "b4", question.apply());
    }

    @Test
    void theHistoryOfTwoAuthors() {
        ConcurrentHistory question = new ConcurrentHistory();
        question.setUp();
        question.prepare();
        Check.endOf(traces, "trace-friendsforever", question.apply());
    }

    @ParameterizedTest
    @CsvSource({"b4, v1", "b4, v2", "hot-random, v1", "hot-random, v2"})
    void loadingAndReading(String trace, String format) {
        LoadAndRead question = new LoadAndRead();
        question.trace = trace;
        question.format = format;
        question.setUp();
        assertThat(question.load()).isEqualTo(traces.finalText(trace));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void loadingCold(String format) {
        ColdStart question = new ColdStart();
        question.format = format;
        question.setUp();
        assertThat(question.load()).isEqualTo(traces.finalText("b4"));
        question.check();
    }

    @Test
    void theHugeDocument() {
        int copies = 2;
        byte[] update = HugeDocument.build(traces, copies);
        assertThat(Question.text(Question.load(update)))
                .isEqualTo(traces.finalText("b4").repeat(copies));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void localEdits(boolean listener) {
        LocalEdit question = new LocalEdit();
        question.listener = listener;
        question.setUp();
        question.prepare();
        assertThat(Question.text(question.edit())).isEqualTo(traces.finalText("b4"));
        assertThat(question.heardBytes > 0).isEqualTo(listener);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void encodingTheState(String format) {
        EncodeState question = new EncodeState();
        question.format = format;
        question.setUp();
        assertThat(question.unchanged()).isEqualTo(traces.document("b4", format));
        assertThat(question.memoised()).isSameAs(question.memoised()).isEqualTo(traces.document("b4", "v1"));
        EncodeState.Changes changes = new EncodeState.Changes();
        changes.setUp(question);
        changes.change(question);
        assertThat(question.changed(changes)).isNotEqualTo(traces.document("b4", format));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "hot-typing", "b4"})
    void differencesForAPeer(String trace) {
        DiffForPeer question = new DiffForPeer();
        question.trace = trace;
        question.setUp();
        Check.catchesUp(traces, trace, question.encode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "hot-typing"})
    void mergingUpdates(String trace) {
        MergeUpdates question = new MergeUpdates();
        question.trace = trace;
        question.setUp();
        MergeUpdates.Target target = new MergeUpdates.Target();
        target.setUp(question);
        target.load(question);
        assertThat(onTopOfTheDocument(question.withoutDocument()))
                .isEqualTo(onTopOfTheDocument(question.throughDocument(target)));
    }

    private byte[] onTopOfTheDocument(byte[] update) {
        Doc doc = Question.load(traces.document("b4", "v1"));
        doc.applyUpdate(update);
        return doc.encodeStateAsUpdate();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "b4"})
    void cuttingUpdates(String trace) {
        DiffUpdate question = new DiffUpdate();
        question.trace = trace;
        question.setUp();
        Check.catchesUp(traces, trace, question.diff());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "b4"})
    void stateVectorsOfUpdates(String trace) {
        StateVectorFromUpdate question = new StateVectorFromUpdate();
        question.trace = trace;
        question.setUp();
        assertThat(question.read())
                .isEqualTo(Question.load(traces.document(trace, "v1")).encodeStateVector());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k1000-shuffled",
                "k1000-asc",
                "k1000-desc",
                "t200x50-interleaved",
                "t200x50-merged",
                "back50x50-interleaved",
                "b3-text-1540",
                "b3-text-77",
                "b3-array-1540",
                "b3-array-77",
                "b3-map-number-1540",
                "b3-map-number-77",
                "b3-map-object-1540",
                "b3-map-object-77",
                "b2-random-insert-perop",
                "b2-random-insert-merged",
                "b2-insert-delete-perop",
                "b2-insert-delete-merged"
            })
    void conflicts(String conflict) {
        Conflict question = new Conflict();
        question.conflict = conflict;
        question.setUp();
        question.prepare();
        byte[] merged = question.deliver().encodeStateAsUpdate();
        question.prepare();
        assertThat(question.deliver().encodeStateAsUpdate()).isEqualTo(merged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "hot-typing"})
    void reverseDelivery(String trace) {
        ReverseDelivery question = new ReverseDelivery();
        question.trace = trace;
        question.setUp();
        question.prepare();
        assertThat(question.deliver().hasPending()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"automerge-paper", "friendsforever.json.gz"})
    void editingTraces(String file) {
        EditingTraces question = new EditingTraces();
        question.file = file;
        question.setUp();
        question.prepare();
        question.check(question.replay());
    }

    @Test
    void footprints() {
        assertThat(HeapFootprint.bytesOfEmptyDocument(1_000)).isPositive();
        assertThat(HeapFootprint.bytesPerStruct(traces.document("b4", "v1"))).isPositive();
    }

    /* The engine made the synthetic traces; that Yjs and yrs read the same out of them is what makes them traces. */
    @Test
    void theRivalsAgreeWithTheSyntheticTraces() throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "check.mjs", "--traces", directory.toString())
                .directory(new File("node"))
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(said).isZero();
        assertThat(said).contains("yjs: ", "ywasm: ", "loro: ", "automerge: ");
    }

    @Test
    void aWrongResultIsNotTimed() {
        Doc doc = Question.load(traces.document("b4", "v1"));
        Check.endOf(traces, "b4", doc);
        YText text = doc.getText("text");
        text.delete(text.length() - 1, 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> Check.endOf(traces, "b4", doc))
                .withMessageContaining("first difference at " + text.length());
    }
}
