/**
 * Bytes from and to sockets: the only package that sees Netty. It speaks HTTP and WebSocket, enforces the bounds of frames and
 * hands whole messages to a {@link io.codecollab.server.session.Session}. First stage of a keystroke, and the last.
 */
@NullMarked
package io.codecollab.server.transport;

import org.jspecify.annotations.NullMarked;
