-- What back ends hand over goes to partners. SQLite changes no check of a table: both tables are made anew, the
-- one that others refer to first.
create table new_deliveries (
    id text primary key,
    document_id text not null references documents (id),
    payload_version bigint not null,
    backend text not null,
    purpose text not null check (purpose in ('primary', 'copy', 'standby', 'shadow', 'outbound')),
    order_key text not null,
    sender text not null,
    interchange_id text not null,
    interchange_number bigint not null,
    position bigint not null,
    rank bigint not null check (rank in (0, 1)),
    bundle text,
    step text,
    after_delivery text,
    state text not null check (state in
        ('held', 'waiting', 'sending', 'delivered', 'failed', 'unknown', 'superseded', 'discarded')),
    attempts bigint not null default 0,
    due_at bigint not null,
    lease_node text,
    lease_until bigint,
    last_error text,
    idempotency_key text not null unique,
    made_at bigint not null,
    updated_at bigint not null
);
insert into new_deliveries select
    id, document_id, payload_version, backend, purpose, order_key, sender, interchange_id, interchange_number, position,
    rank, bundle, step, after_delivery, state, attempts, due_at, lease_node, lease_until, last_error, idempotency_key,
    made_at, updated_at
from deliveries;
create table new_attempts (
    id text primary key,
    delivery_id text not null references new_deliveries (id),
    number bigint not null,
    node text not null,
    began_at bigint not null,
    ended_at bigint,
    outcome text check (outcome in ('done', 'refused', 'failed', 'unknown')),
    detail text,
    unique (delivery_id, number)
);
insert into new_attempts select id, delivery_id, number, node, began_at, ended_at, outcome, detail from attempts;
drop table attempts;
drop table deliveries;
-- The references to it are renamed with it.
alter table new_deliveries rename to deliveries;
alter table new_attempts rename to attempts;
create index deliveries_by_document on deliveries (document_id);
create index deliveries_due on deliveries (backend, due_at, interchange_number, position)
    where state = 'waiting' and purpose <> 'shadow';
create index deliveries_due_in_shadow on deliveries (backend, due_at, interchange_number, position)
    where state = 'waiting' and purpose = 'shadow';
create index deliveries_open on deliveries (order_key, backend, rank, interchange_number, position, id)
    where state in ('held', 'waiting', 'sending', 'failed', 'unknown');
create index deliveries_bundled on deliveries (bundle, position, id) where bundle is not null;
create index deliveries_leased on deliveries (lease_node) where state = 'sending';
create index deliveries_stuck on deliveries (backend, state, id) where state in ('failed', 'unknown');
create index deliveries_superseded_under_way on deliveries (lease_node)
    where state = 'superseded' and lease_node is not null;

-- How long its receiver has to answer, in microseconds, and until when, once it has arrived.
alter table sent_interchanges add column answer_within bigint;
alter table sent_interchanges add column due_at bigint;
create index sent_interchanges_due on sent_interchanges (due_at) where due_at is not null;
