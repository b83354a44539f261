-- Runs that compare what the two back ends of a site hold, order by order. While a run lists, it keeps a fingerprint of each order;
-- what both sides have alike goes as it is compared, the rest once it is settled. `swept` is 1 once none is left.
create table verifications (
    id text primary key,
    site text not null,
    from_at bigint not null,
    to_at bigint not null,
    state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
    phase text not null check (phase in ('listing', 'comparing', 'settling')),
    cursor text not null,
    rules text not null,
    settle_until bigint,
    compared bigint not null,
    alike bigint not null,
    different bigint not null,
    missing bigint not null,
    extra bigint not null,
    underway bigint not null,
    fault text,
    note text,
    due_at bigint not null,
    lease_node text,
    lease_until bigint,
    swept bigint not null check (swept in (0, 1)),
    made_by text not null,
    made_at bigint not null,
    updated_at bigint not null,
    finished_at bigint
);
create unique index verifications_running on verifications (site) where state = 'running';
create index verifications_due on verifications (due_at, id) where state = 'running';
create index verifications_unswept on verifications (id) where swept = 0 and state <> 'running';
create index verifications_by_time on verifications (made_at, id);
create index verifications_by_site on verifications (site, made_at, id);

-- How far a side's listing was read. `anchor` is the cursor of an earlier page, moved on ever more seldom: a listing that comes
-- back to it goes round in a circle.
create table verification_sides (
    run text not null,
    side text not null check (side in ('legacy', 'new')),
    backend text not null,
    cursor text,
    anchor text,
    pages bigint not null,
    empty_pages bigint not null,
    listed bigint not null,
    done bigint not null check (done in (0, 1)),
    failures bigint not null,
    failing_since bigint,
    due_at bigint not null,
    primary key (run, side)
);

-- The orders that were listed, by their keys here and their ids there. SQLite would keep each row twice but for its last words.
create table verification_orders (
    run text not null,
    order_key text not null,
    side text not null check (side in ('legacy', 'new', 'gateway')),
    own_id text not null,
    changed_at bigint not null,
    fingerprint bigint not null,
    primary key (run, order_key, side, own_id)
) without rowid;

-- What was found of orders, up to a number of each kind: the side is the one that lacks the order, or has it without need, or
-- differs from its owner. `fields` is what differs, JSON.
create table verification_findings (
    run text not null,
    kind text not null check (kind in ('missing', 'extra', 'different', 'underway')),
    order_key text not null,
    side text not null,
    own_id text not null,
    owner text,
    fields text not null,
    differing bigint not null,
    repaired_at bigint,
    primary key (run, kind, order_key, side, own_id)
);

-- In how many orders a field differs.
create table verification_fields (
    run text not null,
    field text not null,
    orders bigint not null,
    primary key (run, field)
);
