-- Two more kinds of problems: what did not come, and what is late.
alter table problems drop constraint problems_kind_check;
alter table problems add constraint problems_kind_check
    check (kind in ('document', 'delivery', 'interchange', 'backend', 'silence', 'expectation'));
drop index problems_of_backends;
create index problems_of_watches on problems (last_at) where kind in ('backend', 'silence') and state <> 'resolved';

-- What is expected of an order, by when. A row goes when it came, or when nothing is expected of the order any more; while it is
-- late it stands in a problem. `type` is empty of an order that is not born: it is looked at again then.
create table expectations (
    order_key text not null,
    type text not null,
    document_id uuid,
    due_at bigint not null,
    problem uuid,
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
