@NullMarked
package io.codecollab.bench;

import org.jspecify.annotations.NullMarked;
