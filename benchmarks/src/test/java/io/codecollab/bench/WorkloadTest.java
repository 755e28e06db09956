package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YText;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workloads on the engine of {@code crdt-core}, and what their checks rest on. */
class WorkloadTest extends WorkloadContract {

    WorkloadTest() {
        super("java");
    }

    @Override
    boolean knowsV2() {
        return true;
    }

    @Override
    boolean hearsItsOwnEdits() {
        return true;
    }

    @Test
    void crossingIntoNativeCodeIsNoQuestionForJava() {
        assertThatExceptionOfType(UnansweredException.class)
                .isThrownBy(on(new JniCrossing())::setUp)
                .withMessage("unanswered, engine=java, it has no native code");
    }

    @Test
    void theHugeDocument() {
        int copies = 2;
        byte[] update = HugeDocument.build(traces, copies);
        assertThat(Question.text(Question.load(update)))
                .isEqualTo(traces.finalText("b4").repeat(copies));
    }

    @Test
    void writingTheHugeDocument() {
        CrdtBenchmarksHuge question = new CrdtBenchmarksHuge();
        question.copies = 2;
        question.setUp();
        question.prepare();
        assertThat(question.time()).isEqualTo(traces.finalText("b4").repeat(2));
        assertThat(question.sentBytes).isPositive();
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
