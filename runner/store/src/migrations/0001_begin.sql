-- Times are microseconds since 1970, hours are hours since 1970.

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    monitor TEXT NOT NULL,
    suite TEXT NOT NULL,
    test TEXT NOT NULL,
    -- JSON: the case and the matrix entry.
    variant TEXT NOT NULL,
    location TEXT NOT NULL,
    -- Up to this hour, exclusively, its runs are rolled up.
    rolled_until BIGINT,
    UNIQUE (monitor, suite, test, variant, location)
);

-- Lies in the order in which it is read: one row is one leaf entry, and no other copy exists.
CREATE TABLE runs (
    series BIGINT NOT NULL,
    planned BIGINT NOT NULL,
    run BLOB NOT NULL,
    -- Started - planned.
    late BIGINT NOT NULL,
    took BIGINT NOT NULL,
    -- Outcome, first try and trigger: see runs/flags.rs.
    flags BIGINT NOT NULL,
    -- See runs/steps.rs.
    steps BLOB NOT NULL,
    PRIMARY KEY (series, planned, run)
) WITHOUT ROWID;

-- Errored and failed: the outcomes 3 and 4 of flags.
CREATE INDEX runs_bad ON runs (planned) WHERE (flags & 7) >= 3;
CREATE INDEX runs_bad_of_series ON runs (series, planned) WHERE (flags & 7) >= 3;

-- Everything about a run: JSON, compressed. See detail.rs.
CREATE TABLE details (
    id INTEGER PRIMARY KEY,
    series BIGINT NOT NULL,
    planned BIGINT NOT NULL,
    run BLOB NOT NULL,
    -- The incident that it is evidence of.
    incident BIGINT,
    body BLOB NOT NULL,
    UNIQUE (run, series, planned)
);

CREATE INDEX details_age ON details (planned) WHERE incident IS NULL;
CREATE INDEX details_incident ON details (incident) WHERE incident IS NOT NULL;

CREATE TABLE last_passes (
    series INTEGER PRIMARY KEY,
    planned BIGINT NOT NULL,
    run BLOB NOT NULL,
    body BLOB NOT NULL
);

CREATE INDEX last_passes_run ON last_passes (run);

CREATE TABLE series_states (
    series INTEGER PRIMARY KEY,
    json TEXT NOT NULL
);

CREATE TABLE states (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    since BIGINT NOT NULL,
    closed BIGINT,
    json TEXT NOT NULL
);

CREATE INDEX incidents_open ON incidents (since) WHERE closed IS NULL;
CREATE INDEX incidents_since ON incidents (since);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    incident BIGINT,
    alert TEXT NOT NULL,
    decided BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- When it is to be tried; nothing once it is sent or given up.
    due BIGINT,
    sent BIGINT,
    given_up BIGINT
);

CREATE INDEX outbox_due ON outbox (channel, due) WHERE due IS NOT NULL;
CREATE INDEX outbox_decided ON outbox (channel, decided);
CREATE INDEX outbox_incident ON outbox (incident) WHERE incident IS NOT NULL;

-- Every attempt to send a message.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    message BIGINT NOT NULL,
    channel TEXT NOT NULL,
    at BIGINT NOT NULL,
    took BIGINT NOT NULL,
    answer TEXT NOT NULL,
    -- 0 sent, 1 to be tried again, 2 given up.
    ending BIGINT NOT NULL,
    -- When it is to be tried again.
    retry BIGINT
);

CREATE INDEX deliveries_channel ON deliveries (channel, at);
CREATE INDEX deliveries_message ON deliveries (message);

CREATE TABLE missed (
    monitor TEXT NOT NULL,
    planned BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (monitor, planned)
) WITHOUT ROWID;

CREATE TABLE rollups (
    series BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (series, hour)
) WITHOUT ROWID;

CREATE TABLE deploys (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    service TEXT NOT NULL,
    environment TEXT,
    version TEXT NOT NULL,
    who TEXT NOT NULL
);

CREATE INDEX deploys_at ON deploys (at);

CREATE TABLE annotations (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Nothing: every monitor.
    monitor TEXT,
    since BIGINT NOT NULL,
    -- Nothing: until somebody ends it.
    until BIGINT,
    text TEXT NOT NULL,
    who TEXT NOT NULL
);

CREATE INDEX annotations_since ON annotations (since);

-- What people say afterwards about a time of an objective: added to, never changed.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    objective TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    kind TEXT NOT NULL,
    why TEXT NOT NULL,
    who TEXT NOT NULL,
    -- JSON: the numbers of each month before and after it.
    effect TEXT NOT NULL
);

CREATE INDEX corrections_objective ON corrections (objective);

CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'a correction is never changed'); END;

-- The numbers of months that are over, as they were when they were frozen.
CREATE TABLE frozen (
    month TEXT NOT NULL,
    -- `objective`, `service`, `composition`.
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    at BIGINT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (month, kind, name)
) WITHOUT ROWID;

CREATE TRIGGER frozen_stays BEFORE UPDATE ON frozen
BEGIN SELECT RAISE(ABORT, 'what is frozen is never changed'); END;

CREATE TABLE pauses (
    monitor TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    reason TEXT,
    who TEXT NOT NULL
) WITHOUT ROWID;

-- JSON: what somebody wants the service to do.
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    json TEXT NOT NULL,
    claimed BIGINT
);

CREATE INDEX orders_open ON orders (id) WHERE claimed IS NULL;

CREATE TABLE tokens (
    name TEXT PRIMARY KEY,
    -- SHA-256 of the token.
    hash BLOB NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_used BIGINT
) WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL
);

CREATE INDEX audit_at ON audit (at);

-- `trip`
PRAGMA application_id = 1953655152;
PRAGMA user_version = 1;
