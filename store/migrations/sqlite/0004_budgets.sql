-- Budgets of messages: which message was the how-manieth of what. One more than there is room for may
-- stand here: the first that was over.
CREATE TABLE counted (
    purse TEXT NOT NULL,
    n INTEGER NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (purse, n)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX counted_message ON counted (purse, message);

-- A message that somebody sends again by hand goes whatever the budget. One that was dropped over a budget
-- keeps a `held_until`: when it is listed.
ALTER TABLE messages ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
