/** Who outside is told of what happens: an outbox in the database, emptied by requests over HTTP. */
@NullMarked
package io.codecollab.server.webhook;

import org.jspecify.annotations.NullMarked;
