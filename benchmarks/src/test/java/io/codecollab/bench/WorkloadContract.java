package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.update.StateVector;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;

/**
 * Every workload once, on one engine and the synthetic traces: setting a question up does its work and refuses a wrong
 * result, so that getting through is the assertion; a second run shows that the work can be repeated.
 */
abstract class WorkloadContract {

    @TempDir
    static Path directory = Path.of(".");

    private final String engine;
    final Traces traces = Traces.open();

    WorkloadContract(String engine) {
        this.engine = engine;
    }

    @BeforeAll
    static void writeTraces() {
        SyntheticTraces.write(directory);
        System.setProperty("traces", directory.toString());
    }

    @AfterAll
    static void forgetTraces() {
        System.clearProperty("traces");
    }

    final <Q extends EngineQuestion> Q on(Q question) {
        question.engine = engine;
        return question;
    }

    /** What the engine cannot do it has to refuse before anything is timed. */
    abstract boolean knowsV2();

    abstract boolean hearsItsOwnEdits();

    private void isUnanswered(ThrowingCallable setUp) {
        assertThatExceptionOfType(UnansweredException.class)
                .isThrownBy(setUp)
                .withMessageStartingWith("unanswered, engine=" + engine);
    }

    @ParameterizedTest
    @CsvSource({
        "hot-random, 1, false",
        "hot-random, 1000, true",
        "hot-typing, 1, true",
        "hot-typing, 10000, false",
    })
    void smallRemoteUpdates(String trace, int clients, boolean listener) {
        SmallRemoteUpdate question = on(new SmallRemoteUpdate());
        question.trace = trace;
        question.clients = clients;
        question.listener = listener;
        question.setUp();
        question.prepare();
        assertThat(question.apply().text()).isEqualTo(traces.finalText(trace));
        assertThat(question.document().heardBytes() > 0).isEqualTo(listener);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theHistoryOfADocumentAsRemoteUpdates(boolean listener) {
        RemoteHistory question = on(new RemoteHistory());
        question.listener = listener;
        question.setUp();
        question.prepare();
        Check.endOf(traces, "b4", question.apply());
    }

    @Test
    void theHistoryOfTwoAuthors() {
        ConcurrentHistory question = on(new ConcurrentHistory());
        question.setUp();
        question.prepare();
        Check.endOf(traces, "trace-friendsforever", question.apply());
    }

    @ParameterizedTest
    @CsvSource({"b4, v1", "b4, v2", "hot-random, v1", "hot-random, v2"})
    void loadingAndReading(String trace, String format) {
        LoadAndRead question = on(new LoadAndRead());
        question.trace = trace;
        question.format = format;
        if (format.equals("v2") && !knowsV2()) {
            isUnanswered(question::setUp);
            return;
        }
        question.setUp();
        assertThat(question.load()).isEqualTo(traces.finalText(trace));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void loadingCold(String format) {
        ColdStart question = new ColdStart();
        question.engine = engine;
        question.format = format;
        question.setUp();
        if (format.equals("v2") && !knowsV2()) {
            isUnanswered(question::load);
            return;
        }
        assertThat(question.load()).isEqualTo(traces.finalText("b4"));
        question.check();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void localEdits(boolean listener) {
        LocalEdit question = on(new LocalEdit());
        question.listener = listener;
        if (listener && !hearsItsOwnEdits()) {
            isUnanswered(question::setUp);
            return;
        }
        question.setUp();
        question.prepare();
        assertThat(question.edit().text()).isEqualTo(traces.finalText("b4"));
        assertThat(question.document().heardBytes() > 0).isEqualTo(listener);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void encodingTheState(String format) {
        EncodeState question = on(new EncodeState());
        question.format = format;
        if (format.equals("v2") && !knowsV2()) {
            isUnanswered(question::setUp);
            return;
        }
        question.setUp();
        Check.sameState(question.engine(), question.unchanged(), traces.document("b4", format));
        assertThat(question.memoised()).isSameAs(question.memoised());
        EncodeState.Changes changes = new EncodeState.Changes();
        changes.setUp(question);
        changes.change(question);
        assertThat(question.changed(changes)).isNotEqualTo(traces.document("b4", format));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "hot-typing", "b4"})
    void differencesForAPeer(String trace) {
        DiffForPeer question = on(new DiffForPeer());
        question.trace = trace;
        question.setUp();
        Check.catchesUp(traces, trace, question.encode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "hot-typing"})
    void mergingUpdates(String trace) {
        MergeUpdates question = on(new MergeUpdates());
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
        DiffUpdate question = on(new DiffUpdate());
        question.trace = trace;
        question.setUp();
        Check.catchesUp(traces, trace, question.diff());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "b4"})
    void stateVectorsOfUpdates(String trace) {
        StateVectorFromUpdate question = on(new StateVectorFromUpdate());
        question.trace = trace;
        question.setUp();
        StateVector expected = Question.load(traces.document(trace, "v1")).stateVector();
        assertThat(StateVector.decode(question.read())).isEqualTo(expected);
    }

    static String[] conflictsThatAreAsked() throws NoSuchFieldException {
        return Conflict.class
                .getDeclaredField("conflict")
                .getAnnotation(Param.class)
                .value();
    }

    @ParameterizedTest
    @MethodSource("conflictsThatAreAsked")
    void conflicts(String conflict) {
        Conflict question = on(new Conflict());
        question.conflict = conflict;
        question.setUp();
        question.prepare();
        question.check(question.deliver().read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "hot-typing"})
    void reverseDelivery(String trace) {
        ReverseDelivery question = on(new ReverseDelivery());
        question.trace = trace;
        question.setUp();
        question.prepare();
        assertThat(question.deliver().hasPending()).isFalse();
    }

    @Test
    void footprints() {
        CrdtEngine measured = CrdtEngine.named(engine);
        assertThat(HeapFootprint.bytesOfEmptyDocument(measured, 1_000)).isPositive();
        assertThat(HeapFootprint.bytesPerStruct(measured, traces.document("b4", "v1")))
                .isPositive();
    }
}
