-- Documents that the other side answers in the shadow of their owner, or as its standby, and how the answers compare.

-- Shadow deliveries go on a lane of their own: however many wait, they are not in the way of the others.
drop index deliveries_due;
create index deliveries_due on deliveries (backend, due_at, interchange_number, position)
    where state = 'waiting' and purpose <> 'shadow';
create index deliveries_due_in_shadow on deliveries (backend, due_at, interchange_number, position)
    where state = 'waiting' and purpose = 'shadow';

-- What a back end answered to a delivery that is compared. One that speaks of several documents at once, or says no more than
-- that it knew this one, is not whole.
create table backend_answers (
    delivery_id uuid primary key,
    outcome text not null check (outcome in ('done', 'refused')),
    status bigint,
    content_type text,
    body bytea not null,
    whole bigint not null check (whole in (0, 1)),
    at bigint not null
);
create index backend_answers_by_time on backend_answers (at);

-- A document of which both answers are compared: that of its owner and that of the copy whose delivery gives the id.
create table comparisons (
    id uuid primary key,
    owner_delivery uuid not null,
    milestone text not null,
    purpose text not null check (purpose in ('standby', 'shadow')),
    document_id uuid not null,
    order_key text not null,
    state text not null check (state in ('waiting', 'due', 'done')),
    owner_at bigint,
    copy_at bigint,
    made_at bigint not null,
    compared_at bigint,
    rules text,
    fields bigint not null,
    differing bigint not null,
    ignored bigint not null
);
create index comparisons_by_owner on comparisons (owner_delivery);
create index comparisons_due on comparisons (id) where state = 'due';
create index comparisons_by_milestone on comparisons (milestone, purpose, made_at, id);
create index comparisons_by_time on comparisons (made_at);

create table field_differences (
    comparison_id uuid not null,
    place text not null,
    field text not null,
    owner_value text,
    other_value text,
    primary key (comparison_id, place)
);

-- How far open orders of a milestone in shadow were gone through for what new lacks: the pass that runs, and the last one.
create table backfills (
    milestone text primary key,
    since bigint not null,
    cursor text not null,
    looked bigint not null,
    lacking bigint not null,
    sent bigint not null,
    next_at bigint not null,
    last_looked bigint,
    last_lacking bigint,
    finished_at bigint
);
