/**
 * A load generator for any server that speaks y-websocket or Hocuspocus: it drives sockets with genuine Yjs edits and counts
 * what arrives.
 *
 * <p>{@link io.codecollab.bench.load.LoadCommand} is its command line, {@link io.codecollab.bench.load.LoadRun} what happens
 * in which order. All clients live on one or two event loops, each a {@link io.codecollab.bench.load.Lane} with rooms of its
 * own: a {@link io.codecollab.bench.load.Room} has {@link io.codecollab.bench.load.Member}s, some of which write, and nothing
 * in a lane is shared with another. Servers may merge edits, repeat them or send them back: {@link
 * io.codecollab.bench.load.SeenClocks} counts edits, not messages.
 */
@NullMarked
package io.codecollab.bench.load;

import org.jspecify.annotations.NullMarked;
