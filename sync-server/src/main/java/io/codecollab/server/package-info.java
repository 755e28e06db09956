/**
 * The server: sockets in, sockets out. {@link io.codecollab.server.Server} wires the stages a keystroke passes through, by hand
 * and in order: transport, protocol, session, document, storage. Read ARCHITECTURE.md first, then {@code Server}.
 */
@NullMarked
package io.codecollab.server;

import org.jspecify.annotations.NullMarked;
