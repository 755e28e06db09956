-- Who wrote a row, and in which transaction, so that a server can read on from where it was in what others wrote. Row ids do not
-- say that: of two transactions that overlap, the one with the higher ids may be committed first. Rows from before have the
-- transaction of this migration, and no writer. A server of an earlier version that still runs writes no writer either.

ALTER TABLE journal ADD COLUMN written_in xid8 NOT NULL DEFAULT pg_current_xact_id();

ALTER TABLE journal ADD COLUMN writer BIGINT NOT NULL DEFAULT 0;

ALTER TABLE snapshot ADD COLUMN written_in xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE INDEX journal_written_in ON journal (written_in);

CREATE INDEX snapshot_written_in ON snapshot (written_in);
