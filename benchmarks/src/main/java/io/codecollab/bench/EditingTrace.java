package io.codecollab.bench;

import java.util.List;

/**
 * A recorded history of one text, by one or several authors, as published at github.com/josephg/editing-traces. Each step
 * is one transaction of an author who had seen certain earlier steps. A sequential trace is one of a single author who has
 * seen everything.
 *
 * <p>Positions and counts are in UTF-16 units here; {@link EditingTraceReader} says how that comes about.
 *
 * <p>Immutable.
 *
 * @param startContent the text before the first step
 * @param endContent the text once everybody has seen everything
 * @param agents how many authors there are; they are numbered from 0
 * @param steps parents come before their children
 */
record EditingTrace(String startContent, String endContent, int agents, List<Step> steps) {

    /**
     * One transaction.
     *
     * @param agent who made it
     * @param parents indices of the steps that the author had seen, less those these had seen in turn
     * @param edits applied one after the other, each to the text the one before it left; empty when the author only
     *     caught up
     */
    record Step(int agent, List<Integer> parents, List<Edit> edits) {}

    int editCount() {
        return steps.stream().mapToInt(step -> step.edits().size()).sum();
    }
}
