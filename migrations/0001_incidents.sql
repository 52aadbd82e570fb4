-- Portable SQL for SQLite and PostgreSQL. Times are microseconds since 1970 (UTC); flags are 0 or 1; JSON is TEXT.

-- Numbers that are handed out in order: incidents, inbox rows, effects.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('incident', 0), ('inbox', 0), ('outbox', 0);

-- Small facts that the bot learns, such as the announcement channel's id.
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Everything that was ever received, under the key of its delivery.
CREATE TABLE inbox (
    seq BIGINT PRIMARY KEY,
    delivery_key TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    stream TEXT,
    raw TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'working', 'done', 'refused', 'failed')),
    owner TEXT,
    lease_until BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    error TEXT,
    reply TEXT,
    finished_at BIGINT
);
CREATE INDEX inbox_open ON inbox (seq) WHERE state IN ('new', 'working');
CREATE INDEX inbox_open_stream ON inbox (stream, seq) WHERE state IN ('new', 'working');

CREATE TABLE incidents (
    id BIGINT PRIMARY KEY,
    revision BIGINT NOT NULL DEFAULT 0,
    origin TEXT UNIQUE,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    severity TEXT,
    status TEXT NOT NULL,
    drill BIGINT NOT NULL CHECK (drill IN (0, 1)),
    private BIGINT NOT NULL CHECK (private IN (0, 1)),
    incident_type TEXT,
    services TEXT NOT NULL,
    impact_started BIGINT,
    detected BIGINT NOT NULL,
    declared BIGINT NOT NULL,
    acknowledged BIGINT,
    mitigated BIGINT,
    resolved BIGINT,
    reporter TEXT NOT NULL,
    channel TEXT UNIQUE,
    channel_name TEXT NOT NULL,
    topic TEXT NOT NULL DEFAULT '',
    card TEXT,
    announced BIGINT NOT NULL CHECK (announced IN (0, 1)),
    announcement_channel TEXT,
    announcement_ts TEXT,
    last_update TEXT,
    next_update_due BIGINT,
    reply_to TEXT
);
CREATE INDEX incidents_status ON incidents (status, id);

CREATE TABLE role_holders (
    incident BIGINT NOT NULL REFERENCES incidents (id),
    role TEXT NOT NULL,
    position BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (incident, role, user_id)
);
CREATE INDEX role_holders_user ON role_holders (user_id, incident);

-- Who is in the war room: they may see a private incident.
CREATE TABLE members (
    incident BIGINT NOT NULL REFERENCES incidents (id),
    user_id TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (incident, user_id)
);
CREATE INDEX members_user ON members (user_id, incident);

-- What happened. Rows are only ever added; each hash covers the row and the hash before it.
CREATE TABLE timeline (
    incident BIGINT NOT NULL REFERENCES incidents (id),
    idx BIGINT NOT NULL,
    occurred_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT,
    text TEXT NOT NULL,
    channel TEXT,
    message_ts TEXT,
    thread_ts TEXT,
    source_key TEXT,
    detail TEXT NOT NULL,
    raw TEXT,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (incident, idx)
);
CREATE UNIQUE INDEX timeline_source ON timeline (incident, source_key);
CREATE INDEX timeline_occurred ON timeline (incident, occurred_at, idx);
CREATE INDEX timeline_message ON timeline (incident, channel, message_ts);

-- Where each chain ends.
CREATE TABLE timeline_heads (
    incident BIGINT PRIMARY KEY REFERENCES incidents (id),
    length BIGINT NOT NULL,
    hash TEXT NOT NULL
);

-- Messages that people put on the curated timeline, and who did.
CREATE TABLE curated (
    incident BIGINT NOT NULL REFERENCES incidents (id),
    channel TEXT NOT NULL,
    message_ts TEXT NOT NULL,
    user_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (incident, channel, message_ts, user_id)
);

-- What is to be done outside, and what became of it.
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    mark TEXT NOT NULL UNIQUE,
    incident BIGINT,
    delivery BIGINT,
    lane BIGINT NOT NULL,
    stream TEXT,
    needs TEXT,
    coalesce_key TEXT,
    effect TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'unknown', 'done', 'dead')),
    attempt BIGINT NOT NULL DEFAULT 0,
    doubt BIGINT NOT NULL DEFAULT 0 CHECK (doubt IN (0, 1)),
    owner TEXT,
    lease_until BIGINT,
    not_before BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    first_sent_at BIGINT,
    finished_at BIGINT,
    told BIGINT NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
    error TEXT,
    result TEXT
);
CREATE INDEX outbox_due ON outbox (not_before) WHERE state IN ('pending', 'unknown');
CREATE INDEX outbox_sending ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_open_stream ON outbox (stream, id) WHERE state <> 'done';
CREATE INDEX outbox_coalesce ON outbox (coalesce_key) WHERE state <> 'done';

-- People in the workspace, as far as known.
CREATE TABLE people (
    user_id TEXT PRIMARY KEY,
    team TEXT,
    name TEXT NOT NULL,
    standing TEXT NOT NULL,
    tz TEXT,
    seen_at BIGINT NOT NULL
);
