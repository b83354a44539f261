-- Two more kinds of problems: what did not come, and what is late.
create table problems_next (
    id text primary key,
    cause text not null,
    family text not null,
    kind text not null check (kind in ('document', 'delivery', 'interchange', 'backend', 'silence', 'expectation')),
    stage text not null,
    code text not null,
    sender text,
    backend text,
    function text,
    site text,
    rule text,
    fault text not null,
    subject text,
    state text not null check (state in ('open', 'taken', 'ignored', 'resolved')),
    owner text,
    reason text,
    failures bigint not null,
    standing bigint not null,
    first_at bigint not null,
    last_at bigint not null,
    left_at bigint,
    resolved_at bigint,
    updated_at bigint not null
);
insert into problems_next select * from problems;
drop table problems;
alter table problems_next rename to problems;
create unique index problems_live on problems (cause) where state <> 'resolved';
create index problems_resolved on problems (cause, resolved_at) where state = 'resolved';
create index problems_of_family on problems (family) where state <> 'resolved';
create index problems_by_time on problems (last_at, id);
create index problems_live_by_time on problems (last_at, id) where state <> 'resolved';
create index problems_of_watches on problems (last_at) where kind in ('backend', 'silence') and state <> 'resolved';
create index problems_settled on problems (left_at) where state <> 'resolved' and standing = 0;

-- What is expected of an order, by when. A row goes when it came, or when nothing is expected of the order any more; while it is
-- late it stands in a problem. `type` is empty of an order that is not born: it is looked at again then.
create table expectations (
    order_key text not null,
    type text not null,
    document_id text,
    due_at bigint not null,
    problem text,
    primary key (order_key, type)
);
create index expectations_due on expectations (due_at) where problem is null;
create index expectations_late on expectations (order_key, type) where problem is not null;

-- Behind which order what is expected is looked for next.
create table expectation_sweep (
    name text primary key,
    made_at bigint not null,
    order_key text not null
);
create index orders_by_time on orders (made_at, key);
