-- Transfers by where they stand, and those of a bulk, the newest first.
create index transfers_by_state on transfers (state, made_at, id);
create index transfers_of_bulk on transfers (bulk, made_at, id) where bulk is not null;
create index transfers_asking on transfers (id) where state = 'person';

-- Open orders of which no document is here: whether new has them, a back-fill cannot know.
alter table backfills add column unknown bigint not null default 0;
alter table backfills add column last_unknown bigint;
