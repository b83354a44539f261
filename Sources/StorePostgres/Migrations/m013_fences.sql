-- The fences around back ends that were reversed away from while they were dead; one stands around a back end at a time.
create table fences (
    id uuid primary key,
    backend text not null,
    made_by text not null,
    reason text not null,
    made_at bigint not null,
    lifted_at bigint
);
create unique index fences_standing on fences (backend) where lifted_at is null;
create index fences_by_time on fences (made_at, id);

-- The orders that were taken from a fenced back end: held until a person enters them at the other one, then to be released. The
-- id is the key of the release; the functions (JSON) are those that were bound to the fenced back end.
create table fenced_orders (
    id uuid primary key,
    fence uuid not null references fences (id),
    order_key text not null,
    milestone text not null,
    backend text not null,
    other_backend text not null,
    other_side text not null,
    step text not null check (step in
        ('quarantined', 'release-due', 'release-begun', 'refused', 'released', 'returned', 'recalled')),
    functions text not null,
    entered_as text,
    entered_by text,
    entered_at bigint,
    arrived_at bigint,
    note text,
    asks bigint not null check (asks in (0, 1)),
    due_at bigint not null,
    lease_node uuid,
    lease_until bigint,
    made_at bigint not null,
    updated_at bigint not null
);
create unique index fenced_orders_open on fenced_orders (order_key)
    where step in ('quarantined', 'release-due', 'release-begun', 'refused');
create index fenced_orders_due on fenced_orders (due_at, id) where step in ('release-due', 'release-begun') and asks = 0;
create index fenced_orders_by_fence on fenced_orders (fence, order_key, id);
create index fenced_orders_by_order on fenced_orders (order_key, backend);

-- What was superseded while an attempt was under way: its node may end without a word.
create index deliveries_superseded_under_way on deliveries (lease_node)
    where state = 'superseded' and lease_node is not null;
