-- AUTOINCREMENT: an id is never used twice, so that one read long ago still names what was read, or nothing.

CREATE TABLE document (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE journal (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES document (id),
    record      BLOB    NOT NULL
);

CREATE INDEX journal_of_document ON journal (document_id, id);

CREATE TABLE snapshot (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL UNIQUE REFERENCES document (id),
    record      BLOB    NOT NULL
);

CREATE TABLE quarantine (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES document (id),
    source      TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    record      BLOB    NOT NULL,
    reason      TEXT    NOT NULL,
    found_at_ms INTEGER NOT NULL
);

CREATE INDEX quarantine_of_document ON quarantine (document_id, id);
