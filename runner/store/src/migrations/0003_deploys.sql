-- What a deploy was made of, and where more stands about it.
ALTER TABLE deploys ADD COLUMN made_of TEXT;
ALTER TABLE deploys ADD COLUMN url TEXT;
-- What its gate said, and when: nothing until then.
ALTER TABLE deploys ADD COLUMN verdict TEXT;
ALTER TABLE deploys ADD COLUMN judged BIGINT;

-- Addresses that start runs.
CREATE TABLE triggers (
    name TEXT PRIMARY KEY,
    -- SHA-256 of the part of its address that nobody guesses.
    hash BLOB NOT NULL UNIQUE,
    -- JSON: what it runs.
    json TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_used BIGINT
) WITHOUT ROWID;

PRAGMA user_version = 3;
