package io.codecollab.bench;

import io.codecollab.bench.EditingTrace.Step;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YText;
import java.util.ArrayList;
import java.util.List;

/**
 * The authors of an {@link EditingTrace} at work, each with a document: before an author makes a step, the updates of the
 * others' steps that belong before it are applied; at the end everybody gets everything.
 *
 * <p>Single use, not thread-safe.
 */
final class TraceReplay {

    private static final byte[] NOTHING = {};

    /** How an edit of a trace gets into a text. */
    interface Typist {
        void type(YText text, Edit edit);
    }

    private final EditingTrace trace;
    private final TracePlan plan;
    private final List<Doc> authors = new ArrayList<>();
    private final List<byte[]> updates;
    private byte[] lastUpdate = NOTHING;

    /** Makes documents with the text the trace starts from. */
    TraceReplay(EditingTrace trace, TracePlan plan) {
        this.trace = trace;
        this.plan = plan;
        updates = new ArrayList<>(trace.steps().size());
        Doc start = SyntheticTraces.newDoc(trace.agents() + 1L);
        if (!trace.startContent().isEmpty()) {
            start.getText("text").insert(0, trace.startContent());
        }
        for (int agent = 0; agent < trace.agents(); agent++) {
            Doc doc = SyntheticTraces.newDoc(agent + 1L);
            doc.applyUpdate(start.encodeStateAsUpdate());
            authors.add(doc);
            if (trace.agents() > 1) {
                doc.onUpdate((update, origin, source, transaction) -> lastUpdate = update);
            }
        }
    }

    /** The authors' documents, in which the same text is now. */
    List<Doc> run() {
        return run((text, edit) -> edit.applyTo(text));
    }

    List<Doc> run(Typist typist) {
        List<Step> steps = trace.steps();
        for (int i = 0; i < steps.size(); i++) {
            hear(steps.get(i).agent(), plan.hearsBefore(i));
            updates.add(make(steps.get(i), typist));
        }
        for (int agent = 0; agent < authors.size(); agent++) {
            hear(agent, plan.hearsAtEnd(agent));
        }
        return authors;
    }

    private void hear(int agent, int[] steps) {
        Doc doc = authors.get(agent);
        for (int step : steps) {
            byte[] update = updates.get(step);
            if (update.length > 0) {
                doc.applyUpdate(update);
            }
        }
    }

    /** The update of a step, if there is somebody to send it to. */
    private byte[] make(Step step, Typist typist) {
        Doc doc = authors.get(step.agent());
        YText text = doc.getText("text");
        List<Edit> edits = step.edits();
        lastUpdate = NOTHING;
        doc.transact(transaction -> {
            for (Edit edit : edits) {
                typist.type(text, edit);
            }
        });
        return lastUpdate;
    }
}
