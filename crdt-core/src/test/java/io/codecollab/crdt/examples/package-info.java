/**
 * The examples of the documentation, compiled and run: what stands between {@code tag::} and {@code end::} comments is what
 * a reader sees.
 */
@NullMarked
package io.codecollab.crdt.examples;

import org.jspecify.annotations.NullMarked;
