-- What a case adds stands at the end of its table, wherever the rest of the case lies, and one narrow
-- index a table says which rows are whose. So a decision on a case that nobody has touched for long
-- changes three or four pages of its own, instead of ten that are split to make room. Old rows had keys
-- of several columns, and a path of wide pages above them. A step may have several tasks.
CREATE TABLE events_appended (
    id INTEGER PRIMARY KEY,
    case_seq INTEGER NOT NULL REFERENCES cases (seq),
    n INTEGER NOT NULL,
    document TEXT NOT NULL
) STRICT;
INSERT INTO events_appended (case_seq, n, document)
SELECT case_seq, n, document FROM events ORDER BY case_seq, n;
DROP TABLE events;
ALTER TABLE events_appended RENAME TO events;
CREATE UNIQUE INDEX events_case ON events (case_seq, n);

CREATE TABLE tasks_appended (
    id INTEGER PRIMARY KEY,
    case_seq INTEGER NOT NULL REFERENCES cases (seq),
    step TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    estate TEXT NOT NULL,
    owner TEXT NOT NULL,            -- a role or a person
    holder TEXT,
    since INTEGER NOT NULL,
    due INTEGER
) STRICT;
INSERT INTO tasks_appended (case_seq, step, title_zh, title_en, estate, owner, holder, since, due)
SELECT case_seq, step, title_zh, title_en, estate, owner, holder, since, due FROM tasks
ORDER BY case_seq, since, step;
DROP TABLE tasks;
ALTER TABLE tasks_appended RENAME TO tasks;
CREATE INDEX tasks_case ON tasks (case_seq);
CREATE INDEX tasks_owner ON tasks (owner, estate);
CREATE INDEX tasks_holder ON tasks (holder) WHERE holder IS NOT NULL;

-- An identity names its case, so it is enough that no two messages of a case share one.
CREATE TABLE messages_appended (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_seq INTEGER NOT NULL REFERENCES cases (seq),
    event INTEGER NOT NULL,
    message_id TEXT NOT NULL,
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
    document TEXT NOT NULL,
    held_until INTEGER              -- when it is let go; null: it is not held, or late through a stop
) STRICT;
INSERT INTO messages_appended SELECT * FROM messages ORDER BY id;
DROP TABLE messages;
ALTER TABLE messages_appended RENAME TO messages;
CREATE INDEX messages_turn ON messages (urgent, turn) WHERE turn IS NOT NULL;
CREATE INDEX messages_late ON messages (recipient, channel, id) WHERE state = 'held' AND turn IS NULL;
CREATE UNIQUE INDEX messages_case ON messages (case_seq, message_id);
CREATE INDEX messages_held ON messages (held_until) WHERE held_until IS NOT NULL;
