/** The store that several servers can share: a PostgreSQL database. */
@NullMarked
package io.codecollab.persistence.postgres;

import org.jspecify.annotations.NullMarked;
