-- What of an order decides the sides of functions that bind later, JSON; null for an order of which it was not kept.
alter table orders add column traits text;
create index orders_open on orders (site, key) where state = 'open';

-- What was asked of a milestone (advance, reverse, pause…); empty for a move that was made before it was kept.
alter table milestone_moves add column action text not null default '';

-- A second pair of eyes on a milestone's definition. An edit makes another hash, which needs an approval of its own.
create table milestone_approvals (
    milestone text not null,
    definition_hash text not null,
    definition text not null,
    approved_by text not null,
    approved_at bigint not null,
    primary key (milestone, definition_hash)
);

-- The signatures under a milestone's check list.
create table milestone_signatures (
    milestone text not null,
    item text not null,
    role text not null,
    signed_by text not null,
    note text not null,
    signed_at bigint not null,
    primary key (milestone, item)
);

-- Moves that someone on duty made alone, by the epoch that they made, until an approver has signed them as well.
create table broken_glass (
    milestone text not null,
    epoch bigint not null,
    actor text not null,
    reason text not null,
    at bigint not null,
    countersigned_by text,
    countersigned_at bigint,
    primary key (milestone, epoch)
);

-- Moves that are to run later, with what they were scheduled against, JSON.
create table scheduled_moves (
    id text primary key,
    milestone text not null,
    at bigint not null,
    move text not null,
    state text not null check (state in ('waiting', 'done', 'suspended', 'withdrawn')),
    outcome text,
    made_by text not null,
    made_at bigint not null,
    updated_at bigint not null
);
create index scheduled_moves_due on scheduled_moves (at) where state = 'waiting';
create index scheduled_moves_by_milestone on scheduled_moves (milestone, at);

-- Open orders that legacy keeps although their milestone completes, each by a named person.
create table order_sign_offs (
    order_key text not null,
    milestone text not null,
    signed_by text not null,
    reason text not null,
    signed_at bigint not null,
    primary key (order_key, milestone)
);
