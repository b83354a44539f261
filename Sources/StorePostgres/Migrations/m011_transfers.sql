-- The transfers of orders from one back end to another, each with the journal of its steps, JSON. Those of a bulk begin at its
-- rate; one that waits for a person says so.
create table transfers (
    id text primary key,
    order_key text not null,
    bulk text,
    from_backend text not null,
    to_backend text not null,
    side text not null,
    state text not null check (state in ('waiting', 'running', 'person', 'done', 'kept')),
    journal text not null,
    note text,
    due_at bigint not null,
    lease_node text,
    lease_until bigint,
    made_by text not null,
    reason text not null,
    made_at bigint not null,
    updated_at bigint not null
);
create unique index transfers_open on transfers (order_key) where state in ('waiting', 'running', 'person');
create index transfers_due on transfers (due_at, id) where state = 'running';
create index transfers_waiting on transfers (bulk, order_key) where state = 'waiting';
create index transfers_by_time on transfers (made_at, id);
create index transfers_by_bulk on transfers (bulk, state) where bulk is not null;
create table bulk_transfers (
    id text primary key,
    milestone text not null,
    side text not null,
    per_minute bigint not null check (per_minute > 0),
    paused bigint not null check (paused in (0, 1)),
    next_at bigint not null,
    made_by text not null,
    reason text not null,
    made_at bigint not null
);
create index bulk_transfers_by_time on bulk_transfers (made_at, id);
