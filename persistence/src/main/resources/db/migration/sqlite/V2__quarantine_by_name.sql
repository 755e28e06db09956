-- A quarantined record names its document and does not refer to it: what a client sent and was refused is kept for inspection
-- also when there is no such document, and does not make one exist.

CREATE TABLE quarantine_by_name (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    document    TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    record      BLOB    NOT NULL,
    reason      TEXT    NOT NULL,
    found_at_ms INTEGER NOT NULL
);

INSERT INTO quarantine_by_name (id, document, source, sequence, record, reason, found_at_ms)
SELECT q.id, d.name, q.source, q.sequence, q.record, q.reason, q.found_at_ms
  FROM quarantine q JOIN document d ON d.id = q.document_id;

DROP TABLE quarantine;

ALTER TABLE quarantine_by_name RENAME TO quarantine;

CREATE INDEX quarantine_of_document ON quarantine (document, id);

CREATE INDEX refused ON quarantine (id) WHERE source = 'REFUSED';
