/**
 * Two documents meet: the messages of y-protocols and y-websocket, and the small state machine that exchanges them.
 *
 * <p>{@link io.codecollab.crdt.sync.SyncPeer} is all a JVM client needs: a document on one side, a way to send on the other.
 * {@link io.codecollab.crdt.sync.SyncProtocol} and {@link io.codecollab.crdt.sync.YWebSocketProtocol} turn its messages into
 * bytes and back. No sockets here: whoever has one hands its bytes over.
 */
@NullMarked
package io.codecollab.crdt.sync;

import org.jspecify.annotations.NullMarked;
