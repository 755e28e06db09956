package io.codecollab.bench;

import io.codecollab.bench.EditingTrace.Step;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Turns positions in code points into positions in UTF-16 units, by looking at the text an edit was made in. Takes time in
 * proportion to the text for every edit.
 *
 * <p>Stateless.
 */
final class CodePointPositions {

    private CodePointPositions() {}

    static EditingTrace toUtf16(EditingTrace trace) {
        List<Edit> converted = new ArrayList<>();
        new TraceReplay(trace, TracePlan.of(trace)).run((text, edit) -> {
            Edit inUnits = toUtf16(edit, text.toString());
            inUnits.applyTo(text);
            converted.add(inUnits);
        });
        Iterator<Edit> edits = converted.iterator();
        List<Step> steps = new ArrayList<>();
        for (Step step : trace.steps()) {
            steps.add(new Step(
                    step.agent(),
                    step.parents(),
                    step.edits().stream().map(edit -> edits.next()).toList()));
        }
        return new EditingTrace(trace.startContent(), trace.endContent(), trace.agents(), List.copyOf(steps));
    }

    /** @throws IndexOutOfBoundsException when the edit leaves the text */
    static Edit toUtf16(Edit edit, String text) {
        int position = text.offsetByCodePoints(0, edit.position());
        int end = text.offsetByCodePoints(position, edit.deleteCount());
        return new Edit(position, end - position, edit.insert());
    }
}
