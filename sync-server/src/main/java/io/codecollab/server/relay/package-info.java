/** What instances that serve the same documents tell each other, by Redis. The only package that sees Lettuce. */
@NullMarked
package io.codecollab.server.relay;

import org.jspecify.annotations.NullMarked;
