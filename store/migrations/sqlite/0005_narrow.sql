-- What is asked when something happens finds its few rows at once, however many cases wait.

-- Which open cases hear which event of their estate.
CREATE TABLE hearing (
    estate TEXT NOT NULL,
    event TEXT NOT NULL,            -- its name; empty: whatever is raised
    case_seq INTEGER NOT NULL REFERENCES cases (seq),
    PRIMARY KEY (estate, event, case_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX hearing_case ON hearing (case_seq);
-- What earlier cases hear is not known here: they are asked, until they next hear something else.
INSERT INTO hearing (estate, event, case_seq) SELECT estate, '', seq FROM cases WHERE state IN ('open', 'held');

-- Where each photo was shown first.
CREATE TABLE photos (
    hash TEXT PRIMARY KEY,
    case_seq INTEGER NOT NULL REFERENCES cases (seq),
    step TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Cases of a process at an estate: by when they were opened, and those that have not ended.
CREATE INDEX cases_opened ON cases (estate, workflow, opened);
CREATE INDEX cases_running_of ON cases (estate, workflow) WHERE state IN ('open', 'held');

-- Messages that somebody may have to look at. Those that wait for their turn have an index of their own,
-- and of those that were sent there are enough to come upon them soon.
CREATE INDEX messages_state ON messages (state) WHERE state IN ('held', 'delivered', 'failed', 'dead', 'dropped');

-- The first message that was over a budget of so many, so that it is the one that tells of it whenever it
-- is asked again, and however many were counted before the budget became so small.
CREATE TABLE first_over (
    purse TEXT NOT NULL,
    most INTEGER NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (purse, most)
) STRICT, WITHOUT ROWID;

-- `uncertain` of a message: 0 no attempt may have arrived, 1 one was cut off, 2 one may have arrived and the
-- wait for its one more attempt was settled on, 3 that one more attempt was cut off too.
