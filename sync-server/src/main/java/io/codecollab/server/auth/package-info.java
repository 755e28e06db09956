/**
 * Who somebody is and what they may do. An {@link io.codecollab.server.auth.Authenticator} turns a token into an
 * {@link io.codecollab.server.auth.Identity}, an {@link io.codecollab.server.auth.Access} says which
 * {@link io.codecollab.server.auth.Role} that identity has in a document. Nothing here knows about connections.
 */
@NullMarked
package io.codecollab.server.auth;

import org.jspecify.annotations.NullMarked;
