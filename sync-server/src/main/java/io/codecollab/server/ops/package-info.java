/** For the people who run it: is it alive, and how it goes down. */
@NullMarked
package io.codecollab.server.ops;

import org.jspecify.annotations.NullMarked;
