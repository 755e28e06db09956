-- The tables of SQLite, in the words of PostgreSQL. Names are compared byte by byte, as there.

CREATE TABLE document (
    id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE journal (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id BIGINT NOT NULL REFERENCES document (id),
    record      BYTEA  NOT NULL
);

CREATE INDEX journal_of_document ON journal (document_id, id);

CREATE TABLE snapshot (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id BIGINT NOT NULL UNIQUE REFERENCES document (id),
    record      BYTEA  NOT NULL
);

CREATE TABLE quarantine (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document    TEXT   COLLATE "C" NOT NULL,
    source      TEXT   NOT NULL,
    sequence    BIGINT NOT NULL,
    record      BYTEA  NOT NULL,
    reason      TEXT   NOT NULL,
    found_at_ms BIGINT NOT NULL
);

CREATE INDEX quarantine_of_document ON quarantine (document, id);

CREATE INDEX refused ON quarantine (id) WHERE source = 'REFUSED';
