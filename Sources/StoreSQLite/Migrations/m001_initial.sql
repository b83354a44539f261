-- The first schema. Its twin is the PostgreSQL driver's file of the same name: the same tables, columns and indexes.
-- Instants are UTC microseconds since 1970; json is text, as it was written. Bytes and payloads stand apart from state,
-- so that retention can remove them and state stays small.

-- Who decides what a birth gets. One row; every change raises the epoch.
create table routing (
    one bigint primary key default 1 check (one = 1),
    epoch bigint not null,
    snapshot text not null,
    hash blob not null,
    published_at bigint not null
);
create table routing_history (
    epoch bigint primary key,
    snapshot text not null,
    hash blob not null,
    published_at bigint not null
);

-- What was received. The number is the accept number: drawn under the sender's lock, so one sender's numbers become
-- visible in order.
create table interchanges (
    number integer primary key autoincrement,
    id text not null unique,
    sender text not null,
    channel text not null,
    file_name text,
    content_type text,
    control_number text,
    size bigint not null,
    sha256 blob not null,
    idempotency_key text,
    status text not null check (status in ('accepted', 'processing', 'processed', 'unreadable')),
    documents bigint not null default 0,
    envelope text not null default '{}',
    diagnostics text not null default '[]',
    received_at bigint not null,
    processed_at bigint,
    unique (sender, idempotency_key),
    check ((processed_at is null) = (status in ('accepted', 'processing')))
);
create index interchanges_unprocessed on interchanges (sender, number) where processed_at is null;
create index interchanges_to_process on interchanges (number) where processed_at is null;
create index interchanges_by_sender on interchanges (sender, number);
create index interchanges_by_time on interchanges (received_at, number);
create index interchanges_by_file on interchanges (file_name) where file_name is not null;
create index interchanges_by_control_number on interchanges (control_number) where control_number is not null;

create table interchange_bytes (
    interchange_id text not null,
    piece bigint not null,
    bytes blob not null,
    primary key (interchange_id, piece)
);

-- Payloads on their way in, whose pieces are written before their interchange is.
create table uploads (
    id text primary key,
    began_at bigint not null
);
create index uploads_by_time on uploads (began_at);

create table documents (
    id text primary key,
    interchange_id text not null,
    interchange_number bigint not null references interchanges (number),
    position bigint not null,
    sender text not null,
    type text not null,
    format text not null,
    reference text,
    order_key text,
    order_number text,
    function text,
    site text,
    status text not null check (status in
        ('accepted', 'held', 'parked', 'failed', 'delivering', 'unknown', 'delivered', 'duplicate', 'superseded',
        'discarded')),
    stage text not null,
    code text,
    payload_version bigint not null,
    byte_offset bigint not null,
    byte_length bigint not null,
    envelope text,
    mapping text,
    mapping_hash blob,
    test bigint not null check (test in (0, 1)),
    epoch bigint,
    snapshot_hash blob,
    side text,
    backend text,
    reason text,
    content_hash blob,
    diagnostics text not null,
    received_at bigint not null,
    updated_at bigint not null,
    unique (interchange_number, position)
);
create index documents_by_sender on documents (sender, interchange_number, position);
create index documents_by_order on documents (order_key, interchange_number, position) where order_key is not null;
create index documents_by_order_number on documents (order_number) where order_number is not null;
create index documents_by_reference on documents (reference) where reference is not null;
create index documents_unsettled on documents (status, interchange_number, position) where status <> 'delivered';
create index documents_in_the_way on documents (order_key, interchange_number, position)
    where status in ('parked', 'held', 'failed');

create table payloads (
    document_id text not null,
    version bigint not null,
    canonical blob not null,
    original blob,
    author text,
    reason text,
    at bigint not null,
    primary key (document_id, version)
);

-- One row an order key, made at its first document or by import, never deleted: the lock that guards owners. Without an
-- origin the order is not born yet.
create table orders (
    key text primary key,
    site text,
    state text not null check (state in ('open', 'closed')),
    hold text,
    origin text check (origin in ('born', 'imported', 'unknown-key')),
    born_document text,
    birth_hash blob,
    made_at bigint not null,
    updated_at bigint not null
);
create index orders_by_site on orders (site, key) where site is not null;
create index orders_held on orders (key) where hold is not null;

create table itineraries (
    order_key text not null,
    function text not null,
    side text not null,
    backend text not null,
    bound_by text,
    epoch bigint not null,
    at bigint not null,
    primary key (order_key, function)
);
create index itineraries_by_side on itineraries (function, side, order_key);
create table itinerary_history (
    seq integer primary key autoincrement,
    order_key text not null,
    function text not null,
    side text not null,
    backend text not null,
    bound_by text,
    epoch bigint not null,
    at bigint not null,
    reason text not null
);
create index itinerary_history_by_order on itinerary_history (order_key, seq);

-- rank: 0 for a birth, which stands first in its key whenever it came, else 1. step: of a transfer (release, activate…).
create table deliveries (
    id text primary key,
    document_id text not null references documents (id),
    payload_version bigint not null,
    backend text not null,
    purpose text not null check (purpose in ('primary', 'copy', 'standby', 'shadow')),
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
create index deliveries_by_document on deliveries (document_id);
create index deliveries_due on deliveries (backend, due_at, interchange_number, position) where state = 'waiting';
create index deliveries_open on deliveries (order_key, backend, rank, interchange_number, position, id)
    where state in ('held', 'waiting', 'sending', 'failed', 'unknown');
create index deliveries_bundled on deliveries (bundle, position, id) where bundle is not null;
create index deliveries_leased on deliveries (lease_node) where state = 'sending';
create index deliveries_stuck on deliveries (backend, state, id) where state in ('failed', 'unknown');

create table attempts (
    id text primary key,
    delivery_id text not null references deliveries (id),
    number bigint not null,
    node text not null,
    began_at bigint not null,
    ended_at bigint,
    outcome text check (outcome in ('done', 'refused', 'failed', 'unknown')),
    detail text,
    unique (delivery_id, number)
);

create table milestones (
    id text primary key,
    stage text not null,
    since bigint not null,
    epoch bigint not null
);
create table milestone_moves (
    seq integer primary key autoincrement,
    milestone text not null,
    from_stage text not null,
    to_stage text not null,
    actor text not null,
    reason text not null,
    plan text not null,
    at bigint not null,
    epoch bigint not null
);
create index milestone_moves_by_milestone on milestone_moves (milestone, seq);
create table cells (
    function text not null,
    site text not null,
    side text not null,
    primary key (function, site)
);
create table site_imports (
    site text primary key,
    signed_by text not null,
    signed_at bigint not null
);

-- With one writer at a time the numbers become visible in order.
create table events (
    seq integer primary key autoincrement,
    at bigint not null,
    kind text not null,
    subject text not null,
    data text not null
);
create index events_by_subject on events (subject, seq);

-- A chain a node: each entry's hash covers the one before. The head row is the lock that keeps a node's entries in line.
create table audit (
    node text not null,
    seq bigint not null,
    at bigint not null,
    actor text not null,
    origin text not null,
    action text not null,
    subject text not null,
    before text,
    after text,
    reason text,
    previous_hash blob not null,
    hash blob not null,
    primary key (node, seq)
);
create index audit_by_subject on audit (subject, at);
create index audit_by_time on audit (at);
create table audit_heads (
    node text primary key,
    seq bigint not null,
    hash blob not null
);

create table api_keys (
    id text primary key,
    name text not null,
    hash blob not null unique,
    role text not null,
    partner text,
    created_at bigint not null,
    expires_at bigint,
    revoked_at bigint
);

create table nodes (
    id text primary key,
    started_at bigint not null,
    heartbeat bigint not null
);
