-- A store of version 2.
BEGIN TRANSACTION;
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
INSERT INTO "annotations" VALUES(1,'maintenance','checkout',1767225650000000,NULL,'database upgrade','ana');
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL
);
INSERT INTO "audit" VALUES(1,1767225649000000,'ana','added a maintenance: database upgrade');
INSERT INTO "audit" VALUES(2,1767225600000000,'ana','paused the monitor search');
INSERT INTO "audit" VALUES(3,1767225605000000,'ana','made the token ci (run)');
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
INSERT INTO "corrections" VALUES(1,1767225999000000,'checkout-works',1767225600000000,1767225660000000,'maintenance','database upgrade','ana','[]');
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
INSERT INTO "deliveries" VALUES(1,1,'ops',1767225663000000,120000,'200 OK',0,NULL);
CREATE TABLE deploys (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    service TEXT NOT NULL,
    environment TEXT,
    version TEXT NOT NULL,
    who TEXT NOT NULL
);
INSERT INTO "deploys" VALUES(1,1767225630000000,'orders','staging','1.4.2','ci');
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
INSERT INTO "details" VALUES(1,1,1767225660000000,X'019B76DB938CDFB82582BFE011788849',3,X'28B52FFD601400D50500820B241F5069E206A0162DF836FBC8F15172E1C81863DDC9E7478316A98649CCCC84108DC27AAEA06B555BD7CFAFE7D4BD1C18E4B9A9C071CC1170F20BC60A000C621E4C448283868386038188E7116D879A5F8EA85A9460A91F4B6EDA7CF7182B1A5984953CC5D2CBC9EB5AF57295A004D3D6B5496A139A906A03095A2F8DAF45C9CBFBB14552453A705E7B1F9F916FD63E230F00BA4CBAAA9102B3286EDC5BC3F6118CB4348D8B7090D7C7C681AD12B56C294B8BCAF4860206');
CREATE TABLE frozen (
    month TEXT NOT NULL,
    -- `objective`, `service`, `composition`.
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    at BIGINT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (month, kind, name)
) WITHOUT ROWID;
INSERT INTO "frozen" VALUES('2025-12','objective','checkout-works',1767229200000000,'"99.9 %"');
CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    since BIGINT NOT NULL,
    closed BIGINT,
    json TEXT NOT NULL
);
INSERT INTO "incidents" VALUES(3,1767225660000000,NULL,'"down"');
CREATE TABLE last_passes (
    series INTEGER PRIMARY KEY,
    planned BIGINT NOT NULL,
    run BLOB NOT NULL,
    body BLOB NOT NULL
);
INSERT INTO "last_passes" VALUES(1,1767225600000000,X'019B76DAA92C7C8E84FE0322F2D4D1BC',X'28B52FFD601400C50500320B231E7049AA030FFA88E0DADD9FFA810447DC17408117431AD812D5FBD4FF7F6F89A2455868DBF516F6F32D42852F0807797E3A80208308A0FCC139830093E714A063A06320C7399E4FB4616A7E79A2CCE939D5D1253F6D3E8C8E0D9DAC42637139F582F2DA76BD7CB1B460DEC2366A6D82AAB41E014BED25F1B689BDBCA33B28352800CE6B6FE423F2CDDA47041000BA4CBAAA91602646F47B6EB45E63CD111669118DCB7590D7C7C681AD12B56C294B8BCAF4860206');
CREATE TABLE missed (
    monitor TEXT NOT NULL,
    planned BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (monitor, planned)
) WITHOUT ROWID;
INSERT INTO "missed" VALUES('checkout',1767225540000000,'tripline was not running');
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    json TEXT NOT NULL,
    claimed BIGINT
);
INSERT INTO "orders" VALUES(1,1767225670000000,'{"at":"2026-01-01T00:01:10Z","by":"ana","wanted":{"run":{"monitor":"checkout"}}}',NULL);
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
INSERT INTO "outbox" VALUES(1,'ops','3-down',3,'{"at":"2026-01-01T00:01:01Z","severity":"critical","about":{"incident":{"id":3,"phase":"down","since":"2026-01-01T00:01:00Z","affected":[],"more":0}}}',1767225661000000,1,NULL,1767225663000000,NULL);
CREATE TABLE pauses (
    monitor TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    reason TEXT,
    who TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "pauses" VALUES('search',1767225600000000,'moving house','ana');
CREATE TABLE rollups (
    series BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (series, hour)
) WITHOUT ROWID;
INSERT INTO "rollups" VALUES(1,490896,X'01808ECE1C008095F52A80A58BED0C00010001000001808ECE1C008095F52A80A58BED0C0001000100000101940B01');
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
INSERT INTO "runs" VALUES(1,1767225600000000,X'019B76DAA92C7C8E84FE0322F2D4D1BC',300000,176169,9,X'01F999D90AC801B409D68F01BEC0023DCFF106C50D');
INSERT INTO "runs" VALUES(1,1767225660000000,X'019B76DB938CDFB82582BFE011788849',300000,176169,12,X'01FC99D90AF603B409D68F01BEC0023DCFF106C50D');
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
INSERT INTO "series" VALUES(1,'checkout','suites/checkout','main','{}','eu-west',490897);
CREATE TABLE series_states (
    series INTEGER PRIMARY KEY,
    json TEXT NOT NULL
);
INSERT INTO "series_states" VALUES(1,'"down"');
CREATE TABLE states (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
INSERT INTO "states" VALUES('heartbeat','nightly','7');
CREATE TABLE tokens (
    name TEXT PRIMARY KEY,
    -- SHA-256 of the token.
    hash BLOB NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_used BIGINT
) WITHOUT ROWID;
INSERT INTO "tokens" VALUES('ci',X'B3223503F075EB275A386C7B2EBC2AAC06DD793E84FB79C8C14387565A509E53','run',1767225605000000,NULL);
CREATE INDEX corrections_objective ON corrections (objective);
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'a correction is never changed'); END;
CREATE TRIGGER frozen_stays BEFORE UPDATE ON frozen
BEGIN SELECT RAISE(ABORT, 'what is frozen is never changed'); END;
CREATE INDEX last_passes_run ON last_passes (run);
CREATE INDEX runs_bad ON runs (planned) WHERE (flags & 7) >= 3;
CREATE INDEX runs_bad_of_series ON runs (series, planned) WHERE (flags & 7) >= 3;
CREATE INDEX details_age ON details (planned) WHERE incident IS NULL;
CREATE INDEX details_incident ON details (incident) WHERE incident IS NOT NULL;
CREATE INDEX incidents_open ON incidents (since) WHERE closed IS NULL;
CREATE INDEX incidents_since ON incidents (since);
CREATE INDEX outbox_due ON outbox (channel, due) WHERE due IS NOT NULL;
CREATE INDEX outbox_decided ON outbox (channel, decided);
CREATE INDEX outbox_incident ON outbox (incident) WHERE incident IS NOT NULL;
CREATE INDEX deliveries_channel ON deliveries (channel, at);
CREATE INDEX deliveries_message ON deliveries (message);
CREATE INDEX deploys_at ON deploys (at);
CREATE INDEX annotations_since ON annotations (since);
CREATE INDEX orders_open ON orders (id) WHERE claimed IS NULL;
CREATE INDEX audit_at ON audit (at);
CREATE TABLE users (
    name TEXT PRIMARY KEY,
    -- Argon2id, as a PHC string.
    password TEXT NOT NULL,
    role TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_seen BIGINT
) WITHOUT ROWID;
CREATE TABLE sessions (
    -- SHA-256 of what the browser shows.
    hash BLOB PRIMARY KEY,
    user TEXT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user);
CREATE TABLE public_updates (
    id INTEGER PRIMARY KEY,
    incident BIGINT NOT NULL,
    at BIGINT NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL
);
CREATE INDEX public_updates_incident ON public_updates (incident);
INSERT INTO "users" VALUES('ana','$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$YW5zd2Vy','operator',1767225600000000,NULL);
INSERT INTO "sessions" VALUES(X'c23dc3ff5ca34ba357a9055326ea7aa0bbc916450374e6a1dcd9f4c5242f983c','ana',1767225605000000,1767225605000000);
INSERT INTO "public_updates" VALUES(1,3,1767225665000000,'We are looking into it.','ana');
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

INSERT INTO "triggers" VALUES('after orders',X'E93FCA2D7E0ED7D43C1E7A1B2A4C3BDAF1B3F7B9A2A38C3A1F0C1B5C9D0E1F20','{"affected_by":"orders","environment":"staging"}',1767225605000000,NULL);
UPDATE "deploys" SET made_of = '4f2a91c', url = 'https://ci.example.com/7', verdict = 'passed', judged = 1767225660000000;
COMMIT;
PRAGMA application_id = 1953655152;
PRAGMA user_version = 3;
