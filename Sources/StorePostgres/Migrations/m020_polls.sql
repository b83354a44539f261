-- How far what back ends made has been fetched, one row for each that is polled. The number of a read tells what was asked
-- for before and behind another event.
create table polls (
    backend text primary key,
    cursor text,
    reads bigint not null default 0,
    ended_read bigint not null default 0,
    documents bigint not null default 0,
    fault text,
    read_at bigint,
    due_at bigint not null,
    lease_node uuid,
    lease_until bigint,
    updated_at bigint not null
);
