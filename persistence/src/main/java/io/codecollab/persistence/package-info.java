/**
 * Named documents as bytes that survive. A document is a journal of updates and, once compacted, one snapshot; both are
 * opaque here and never decoded.
 *
 * <p>In the life of a keystroke this is the last station: {@link io.codecollab.persistence.UpdateStore#append} is called
 * before an edit is broadcast, and the edit's "saved" signal waits for the future it returns. Read {@link
 * io.codecollab.persistence.UpdateStore} first, then {@code sql.GroupCommit} (how many edits share one commit), {@code
 * sql.Backlog} (what waits while the database does not keep up) and {@code sql.RecordFormat} (what a row looks like).
 *
 * <p>In the same database is what a server with accounts keeps: who can log in ({@link
 * io.codecollab.persistence.AccountStore}), what documents there are and who may come in ({@link
 * io.codecollab.persistence.DirectoryStore}, {@link io.codecollab.persistence.InvitationStore}), versions that people kept, and
 * whom to tell of events. {@link io.codecollab.persistence.Stores} is all of it.
 */
@NullMarked
package io.codecollab.persistence;

import org.jspecify.annotations.NullMarked;
