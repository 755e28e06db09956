@NullMarked
package io.codecollab.bench.server;

import org.jspecify.annotations.NullMarked;
