/** The {@link io.codecollab.crdt.Replica} contract, kept by both engines, and native yrs against ours. */
@NullMarked
package io.codecollab.crdt.yrs;

import org.jspecify.annotations.NullMarked;
