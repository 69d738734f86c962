-- Who may sign in. Times are microseconds since 1970.
CREATE TABLE users (
    name TEXT PRIMARY KEY,
    -- Argon2id, as a PHC string.
    password TEXT NOT NULL,
    role TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_seen BIGINT
) WITHOUT ROWID;

-- Who is signed in.
CREATE TABLE sessions (
    -- SHA-256 of what the browser shows.
    hash BLOB PRIMARY KEY,
    user TEXT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX sessions_user ON sessions (user);

-- What is said of an incident on status pages.
CREATE TABLE public_updates (
    id INTEGER PRIMARY KEY,
    incident BIGINT NOT NULL,
    at BIGINT NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL
);

CREATE INDEX public_updates_incident ON public_updates (incident);

PRAGMA user_version = 2;
