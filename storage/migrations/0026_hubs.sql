-- What a feed's WebSub hub was asked and did.
ALTER TABLE archive.feeds ADD COLUMN hub_asked_at TIMESTAMPTZ;
ALTER TABLE archive.feeds ADD COLUMN pushed_until TIMESTAMPTZ;
ALTER TABLE archive.feeds ADD COLUMN pushed_at TIMESTAMPTZ;
ALTER TABLE archive.feeds ADD COLUMN unpushed_at TIMESTAMPTZ;
