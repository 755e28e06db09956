/**
 * What every SQL database has in common: the statements, the commit many appends share, and the format of a row. Databases
 * differ in how they are opened, locked and migrated; that is in {@code sqlite}.
 */
@NullMarked
package io.codecollab.persistence.sql;

import org.jspecify.annotations.NullMarked;
