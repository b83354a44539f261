-- A bulk replay: what is to be done with many documents, planned first, then run by one node at a time. `asked` is the filter as it was
-- said, `sample` what today's mapping would change; counts and marks change with the items that they count, in one transaction.
create table replays (
    id uuid primary key,
    action text not null,
    asked text not null,
    anyway bigint not null,
    version text not null,
    epoch bigint not null,
    sample text,
    state text not null check (state in
        ('planning', 'planned', 'running', 'paused', 'done', 'stopped', 'cancelled', 'expired')),
    phase text not null check (phase in ('canary', 'watching', 'whole')),
    made_by text not null,
    made_at bigint not null,
    expires_at bigint not null,
    items bigint not null,
    ready bigint not null,
    blocked bigint not null,
    impossible bigint not null,
    applied bigint not null,
    already bigint not null,
    refused bigint not null,
    rate bigint,
    canary bigint not null,
    reason text,
    started_by text,
    started_role text,
    started_at bigint,
    ended_by text,
    ended_at bigint,
    fault text,
    note text,
    mark_at bigint,
    mark_done bigint not null,
    due_at bigint not null,
    updated_at bigint not null,
    lease_node uuid,
    lease_until bigint
);
create index replays_by_time on replays (made_at, id);
create index replays_alive on replays (due_at, id) where state in ('planning', 'planned', 'running', 'paused');

-- The documents of a replay in accept order, by number. `planned_as` is the status that the plan found; `head` marks the first one of
-- each order, of which the canary is made.
create table replay_items (
    replay uuid not null,
    number bigint not null,
    document uuid not null,
    order_key text,
    interchange_number bigint not null,
    position bigint not null,
    sender text not null,
    backend text,
    planned_as text not null,
    head bigint not null,
    canary bigint not null,
    state text not null check (state in ('ready', 'blocked', 'impossible', 'applied', 'already', 'refused')),
    code text,
    ahead uuid,
    at bigint,
    primary key (replay, number)
);
create index replay_items_to_do on replay_items (replay, number) where state in ('ready', 'blocked');
create index replay_items_of_canary on replay_items (replay, number) where canary = 1;
create index replay_items_by_order on replay_items (replay, order_key) where order_key is not null;
create index replay_items_by_document on replay_items (replay, document);

-- Copies, and what goes to partners, that arrived: a forecast counts them beside the primary deliveries.
alter table delivery_figures add column others bigint not null default 0;
