/**
 * Undo managers, snapshots and relative positions against npm yjs.
 *
 * <p>The tests tell the stories of {@code src/test/node/history-recorder.mjs} in the same words; where a story says {@code
 * sees}, the state bytes or the JSON text must be what was recorded ({@link io.codecollab.crdt.history.Trail}). Random runs
 * are in {@link io.codecollab.crdt.history.HistoryRunsTest} and, with everything else, in the package {@code replay}.
 */
@NullMarked
package io.codecollab.crdt.history;

import org.jspecify.annotations.NullMarked;
