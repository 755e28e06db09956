/** For the people who run it: what it counts, whether it is alive and ready, and how it goes down. Any stage may count here. */
@NullMarked
package io.codecollab.server.ops;

import org.jspecify.annotations.NullMarked;
