-- Temporary integrations on record: when each began, what went its way and how fast, when it was retired.
create table integrations (
    id uuid primary key,
    site text not null,
    function text not null,
    purpose text not null check (purpose in ('derived', 'standby', 'shadow')),
    from_side text not null,
    from_backend text,
    to_backend text,
    state text not null check (state in ('running', 'ending', 'retired')),
    reasons text not null,
    open_orders bigint not null,
    documents bigint not null,
    within_second bigint not null,
    within_minute bigint not null,
    began_at bigint not null,
    retired_at bigint,
    updated_at bigint not null
);
create unique index integrations_alive on integrations (site, function, purpose, from_side) where state <> 'retired';
create index integrations_by_time on integrations (began_at, id);
create index integrations_of_flow on integrations (site, function, purpose, from_side, began_at);

-- Behind which delivery copies are counted next.
create table integration_sweep (
    name text primary key,
    delivery_id uuid not null
);
