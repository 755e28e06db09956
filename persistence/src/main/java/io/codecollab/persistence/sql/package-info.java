/**
 * What every SQL database has in common: the statements, the commit many appends share, and the format of a row. What
 * databases do not agree on is in {@link io.codecollab.persistence.sql.SqlDialect}; how one connects to them is in {@code
 * sqlite} and {@code postgres}.
 */
@NullMarked
package io.codecollab.persistence.sql;

import org.jspecify.annotations.NullMarked;
