@NullMarked
package io.codecollab.bench.load;

import org.jspecify.annotations.NullMarked;
