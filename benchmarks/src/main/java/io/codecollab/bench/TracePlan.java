package io.codecollab.bench;

import io.codecollab.bench.EditingTrace.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who has to hear of what before which step of an {@link EditingTrace}, when every author has a replica that only ever
 * moves on: the steps of the others that the parents have seen and this author has not. As an author's steps come one
 * after the other, what somebody has seen is a number of steps per author.
 *
 * <p>Immutable.
 */
final class TracePlan {

    /** The numbers kept while planning: authors times steps. */
    private static final long MAX_NUMBERS = 1L << 26;

    private final int[][] hearsBefore;
    private final int[][] hearsAtEnd;

    private TracePlan(int[][] hearsBefore, int[][] hearsAtEnd) {
        this.hearsBefore = hearsBefore;
        this.hearsAtEnd = hearsAtEnd;
    }

    /** @throws IllegalArgumentException when an author made steps that do not come one after the other */
    static TracePlan of(EditingTrace trace) {
        int agents = trace.agents();
        int count = trace.steps().size();
        if ((long) agents * count > MAX_NUMBERS) {
            throw new IllegalArgumentException("too many authors, agents=" + agents + ", steps=" + count);
        }
        List<List<Integer>> stepsOf = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            stepsOf.add(new ArrayList<>());
        }
        int[][] seenAfter = new int[count][];
        int[][] seenBy = new int[agents][agents];
        int[][] hearsBefore = new int[count][];
        for (int i = 0; i < count; i++) {
            Step step = trace.steps().get(i);
            int agent = step.agent();
            int[] seen = new int[agents];
            for (int parent : step.parents()) {
                Arrays.setAll(seen, each -> Math.max(seen[each], seenAfter[parent][each]));
            }
            if (seen[agent] != stepsOf.get(agent).size() || !covers(seen, seenBy[agent])) {
                throw new IllegalArgumentException("an author forgets what was seen, agent=" + agent + ", step=" + i);
            }
            hearsBefore[i] = between(stepsOf, seenBy[agent], seen);
            stepsOf.get(agent).add(i);
            seen[agent]++;
            seenBy[agent] = seen;
            seenAfter[i] = seen;
        }
        int[] everything = stepsOf.stream().mapToInt(List::size).toArray();
        int[][] hearsAtEnd = new int[agents][];
        Arrays.setAll(hearsAtEnd, agent -> between(stepsOf, seenBy[agent], everything));
        return new TracePlan(hearsBefore, hearsAtEnd);
    }

    /** The steps, ascending, that the author of this one takes from others before making it. */
    int[] hearsBefore(int step) {
        return hearsBefore[step];
    }

    /** The steps, ascending, that an author lacks when all are made. */
    int[] hearsAtEnd(int agent) {
        return hearsAtEnd[agent];
    }

    private static boolean covers(int[] more, int[] less) {
        for (int i = 0; i < less.length; i++) {
            if (more[i] < less[i]) {
                return false;
            }
        }
        return true;
    }

    private static int[] between(List<List<Integer>> stepsOf, int[] from, int[] to) {
        List<Integer> steps = new ArrayList<>();
        for (int agent = 0; agent < from.length; agent++) {
            steps.addAll(stepsOf.get(agent).subList(from[agent], to[agent]));
        }
        return steps.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
