/**
 * One client on one document: what it may still send, what waits to be sent to it, and when it is over.
 */
@NullMarked
package io.codecollab.server.session;

import org.jspecify.annotations.NullMarked;
