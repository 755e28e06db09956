-- Who there is, who may do what with which document, what was kept of it under a name, and who outside is told. Times are
-- milliseconds since 1970; 0 stands for "never". People are text: accounts of ours, or whatever an identity provider calls them,
-- so that they refer to no table. The tables of SQLite, in the words of PostgreSQL; what is paged through is compared by bytes.

CREATE TABLE account (
    id              TEXT   PRIMARY KEY,
    name            TEXT   NOT NULL,
    name_key        TEXT   NOT NULL UNIQUE,
    password_hash   TEXT   NOT NULL,
    created_at_ms   BIGINT NOT NULL,
    logged_in_at_ms BIGINT NOT NULL DEFAULT 0
);

-- One login, and the hash of the one refresh token that goes on from it. A family that is revoked is gone.
CREATE TABLE refresh_family (
    id            TEXT   PRIMARY KEY,
    account_id    TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    token_hash    BYTEA  NOT NULL,
    started_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);

CREATE INDEX refresh_family_of_account ON refresh_family (account_id, started_at_ms);

CREATE TABLE login_attempts (
    subject       TEXT   PRIMARY KEY,
    failures      INT    NOT NULL,
    not_before_ms BIGINT NOT NULL,
    last_at_ms    BIGINT NOT NULL
);

CREATE INDEX login_attempts_by_age ON login_attempts (last_at_ms);

CREATE TABLE directory (
    name          TEXT COLLATE "C" PRIMARY KEY,
    title         TEXT             NOT NULL,
    search_key    TEXT             NOT NULL,
    language      TEXT             NOT NULL,
    owner         TEXT             NOT NULL,
    link          TEXT             NOT NULL,
    created_at_ms BIGINT           NOT NULL,
    updated_at_ms BIGINT           NOT NULL,
    deleted_at_ms BIGINT           NOT NULL DEFAULT 0
);

CREATE INDEX directory_by_age ON directory (created_at_ms, name);

CREATE INDEX directory_of_owner ON directory (owner);

CREATE TABLE member (
    document    TEXT COLLATE "C" NOT NULL REFERENCES directory (name) ON DELETE CASCADE,
    user_id     TEXT COLLATE "C" NOT NULL,
    role        TEXT             NOT NULL,
    added_at_ms BIGINT           NOT NULL,
    PRIMARY KEY (document, user_id)
);

CREATE INDEX member_by_user ON member (user_id);

-- Who may not come in whatever else would let them.
CREATE TABLE ban (
    document     TEXT COLLATE "C" NOT NULL REFERENCES directory (name) ON DELETE CASCADE,
    user_id      TEXT COLLATE "C" NOT NULL,
    banned_by    TEXT             NOT NULL,
    banned_at_ms BIGINT           NOT NULL,
    PRIMARY KEY (document, user_id)
);

-- For one person, or for whoever knows a secret. One that is revoked is gone.
CREATE TABLE invitation (
    id            TEXT   PRIMARY KEY,
    document      TEXT COLLATE "C" NOT NULL REFERENCES directory (name) ON DELETE CASCADE,
    role          TEXT   NOT NULL,
    user_id       TEXT COLLATE "C",
    secret_hash   BYTEA  UNIQUE,
    created_by    TEXT   NOT NULL,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    max_uses      INT    NOT NULL,
    uses          INT    NOT NULL DEFAULT 0,
    CHECK ((user_id IS NULL) <> (secret_hash IS NULL))
);

CREATE INDEX invitation_of_document ON invitation (document, created_at_ms);

CREATE INDEX invitation_of_user ON invitation (user_id);

-- Of any document, in the directory or not.
CREATE TABLE named_version (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document      TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    author        TEXT   NOT NULL,
    created_at_ms BIGINT NOT NULL,
    record        BYTEA  NOT NULL
);

CREATE INDEX named_version_of_document ON named_version (document, id);

CREATE TABLE webhook (
    id            TEXT   PRIMARY KEY,
    url           TEXT   NOT NULL,
    secret        TEXT   NOT NULL,
    events        TEXT   NOT NULL,
    created_at_ms BIGINT NOT NULL
);

CREATE TABLE webhook_delivery (
    id                 BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id         TEXT   NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
    event              TEXT   NOT NULL,
    payload            TEXT   NOT NULL,
    created_at_ms      BIGINT NOT NULL,
    attempts           INT    NOT NULL DEFAULT 0,
    next_attempt_at_ms BIGINT NOT NULL,
    last_error         TEXT   NOT NULL DEFAULT ''
);

CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at_ms, id);

CREATE INDEX webhook_delivery_of_webhook ON webhook_delivery (webhook_id);

CREATE TABLE server_secret (
    name          TEXT   PRIMARY KEY,
    value         BYTEA  NOT NULL,
    created_at_ms BIGINT NOT NULL
);
