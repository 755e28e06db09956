/**
 * Who is here and where their cursor is: the short-lived states of y-protocols 1.0.7, beside the document and never in it.
 *
 * <p>{@link io.codecollab.crdt.awareness.Awareness} holds the states and the rules; {@link
 * io.codecollab.crdt.awareness.AwarenessUpdate} is the message between two of them. A state is JSON text from end to end:
 * it is validated when it arrives and handed on as it came.
 */
@NullMarked
package io.codecollab.crdt.awareness;

import org.jspecify.annotations.NullMarked;
