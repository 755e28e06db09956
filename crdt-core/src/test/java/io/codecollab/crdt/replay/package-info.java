/**
 * Runs of npm yjs, done again in Java and compared byte for byte.
 *
 * <p>{@code src/test/node} drives npm yjs through seeded random sessions and writes down everything that happened, one JSON
 * record per line (its README names the records). Here the same happens to Java documents: {@link
 * io.codecollab.crdt.replay.OperationReplay} performs the operations and expects the same updates, {@link
 * io.codecollab.crdt.replay.DeliveryReplay} only applies the updates and expects the same states. The runs are the
 * committed ones, fresh ones recorded during the build, and a live session with a Node process that is fed our updates.
 *
 * <p>Threading: one replay belongs to one thread.
 */
@NullMarked
package io.codecollab.crdt.replay;

import org.jspecify.annotations.NullMarked;
