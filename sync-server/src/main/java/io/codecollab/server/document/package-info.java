/**
 * Open documents. Each is an actor: a mailbox drained by one thread at a time, so that nothing about a document is locked.
 * Read {@link io.codecollab.server.document.Document} first; {@code docs/internals/actor.md} tells the rest.
 *
 * <p>What a document needs from others it names itself: a {@link io.codecollab.server.document.Journal} to write to and
 * {@link io.codecollab.server.document.Subscriber}s to tell.
 */
@NullMarked
package io.codecollab.server.document;

import org.jspecify.annotations.NullMarked;
