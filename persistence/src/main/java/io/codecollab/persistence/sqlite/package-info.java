/** The store that needs nothing installed: one SQLite database in a folder that belongs to one process at a time. */
@NullMarked
package io.codecollab.persistence.sqlite;

import org.jspecify.annotations.NullMarked;
