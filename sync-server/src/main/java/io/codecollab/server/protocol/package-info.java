/**
 * What clients say, whichever library they say it with. A {@link io.codecollab.server.protocol.Dialect} turns frames into
 * {@link io.codecollab.server.protocol.Message}s and back; nothing behind it knows which client is on the other end.
 */
@NullMarked
package io.codecollab.server.protocol;

import org.jspecify.annotations.NullMarked;
