/**
 * Between open documents and stored ones: replicas are built from what the store has, and the store is kept small.
 */
@NullMarked
package io.codecollab.server.storage;

import org.jspecify.annotations.NullMarked;
