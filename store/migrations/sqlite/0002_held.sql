-- Messages that are held until a moment: the end of quiet hours. One that is held without a moment
-- is late through a stop of the engine.
ALTER TABLE messages ADD COLUMN held_until INTEGER;
CREATE INDEX messages_held ON messages (held_until) WHERE held_until IS NOT NULL;
