/** The real jar, driven by real clients. */
@NullMarked
package io.codecollab.server.e2e;

import org.jspecify.annotations.NullMarked;
