-- The first form of the store. Instants are whole seconds of Unix time; yes and no are 1 and 0;
-- documents (JSON with a version of their own) are never looked into by a query.

-- One row a case, for lists, for the version its next decision is checked against, and for its
-- wake. The case itself is its events.
CREATE TABLE cases (
    seq INTEGER PRIMARY KEY,        -- in the order they were opened; other tables name a case by it
    id TEXT NOT NULL UNIQUE,        -- as people say it
    key TEXT,                       -- what it answers to
    workflow TEXT NOT NULL,
    estate TEXT NOT NULL,
    state TEXT NOT NULL,
    opened INTEGER NOT NULL,
    due INTEGER,                    -- the earliest due time of its running clocks
    wake INTEGER,                   -- when time alone will next change something
    version INTEGER NOT NULL        -- how many events it has
) STRICT;
CREATE UNIQUE INDEX cases_key ON cases (key) WHERE key IS NOT NULL;
CREATE INDEX cases_wake ON cases (wake) WHERE wake IS NOT NULL;
CREATE INDEX cases_running ON cases (seq) WHERE state IN ('open', 'held');

-- The record.
CREATE TABLE events (
    case_seq INTEGER NOT NULL REFERENCES cases (seq),
    n INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (case_seq, n)
) STRICT, WITHOUT ROWID;

-- Steps that somebody has to do now.
CREATE TABLE tasks (
    case_seq INTEGER NOT NULL REFERENCES cases (seq),
    step TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    estate TEXT NOT NULL,
    owner TEXT NOT NULL,            -- a role or a person
    holder TEXT,
    since INTEGER NOT NULL,
    due INTEGER,
    PRIMARY KEY (case_seq, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_owner ON tasks (owner, estate);
CREATE INDEX tasks_holder ON tasks (holder) WHERE holder IS NOT NULL;

-- Wordings that cases are pinned to.
CREATE TABLE wordings (
    hash TEXT PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The outbox.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_seq INTEGER NOT NULL REFERENCES cases (seq),
    event INTEGER NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    channel TEXT NOT NULL,
    template TEXT NOT NULL,
    urgent INTEGER NOT NULL,
    made INTEGER NOT NULL,
    state TEXT NOT NULL,
    turn INTEGER,                   -- when it is next attempted, or its lease runs out; null: it is
                                    -- settled, or held until what is late is bundled
    attempts INTEGER NOT NULL DEFAULT 0,
    uncertain INTEGER NOT NULL DEFAULT 0,
    settled INTEGER,                -- when its last attempt ended
    error TEXT,
    reference TEXT,                 -- what the other side calls it
    document TEXT NOT NULL
) STRICT;
CREATE INDEX messages_turn ON messages (urgent, turn) WHERE turn IS NOT NULL;
CREATE INDEX messages_late ON messages (recipient, channel, id) WHERE state = 'held' AND turn IS NULL;
CREATE INDEX messages_case ON messages (case_seq);

-- Cases that were asked for and are not open yet.
CREATE TABLE asked (
    seq INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    workflow TEXT NOT NULL,
    estate TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;

-- How far each scheduled start has come.
CREATE TABLE schedules (
    start TEXT PRIMARY KEY,
    through INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How many numbers were given out.
CREATE TABLE numbers (
    estate TEXT NOT NULL,
    workflow TEXT NOT NULL,
    given INTEGER NOT NULL,
    PRIMARY KEY (estate, workflow)
) STRICT, WITHOUT ROWID;

-- Facts about the store itself.
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
