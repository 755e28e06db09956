-- Accounts that may do everything, and those that nobody logs in to any more: 0 or 1.

ALTER TABLE account ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0;

ALTER TABLE account ADD COLUMN is_disabled INTEGER NOT NULL DEFAULT 0;
