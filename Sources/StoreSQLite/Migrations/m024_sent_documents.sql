-- How far each document that was sent to a partner has come, one row for each delivery to it. The payload is the one that its
-- bytes are kept under: that of its own delivery, or one that it shares. Of one document the newest delivery counts.
create table sent_documents (
    delivery_id text primary key,
    document_id text not null,
    payload_id text not null,
    partner text not null,
    type text not null,
    number text,
    message_reference text,
    group_reference text,
    newest bigint not null check (newest in (0, 1)),
    stage text check (stage in
        ('handed-over', 'taken', 'checked', 'with-partner', 'read', 'accepted', 'refused')),
    closes text not null check (closes in
        ('handed-over', 'taken', 'checked', 'with-partner', 'read', 'accepted')),
    answer_within bigint,
    due_at bigint,
    made_at bigint not null
);
create index sent_documents_by_document on sent_documents (document_id);
create index sent_documents_by_payload on sent_documents (payload_id);
create index sent_documents_by_group on sent_documents (group_reference) where group_reference is not null;
create index sent_documents_by_number on sent_documents (number, type) where number is not null and newest = 1;
create index sent_documents_due on sent_documents (due_at) where due_at is not null;

-- When each stage was reached, and by what: the channel's answer, an acknowledgement, a report, a person.
create table sent_stages (
    delivery_id text not null,
    stage text not null check (stage in
        ('handed-over', 'taken', 'checked', 'with-partner', 'read', 'accepted', 'refused')),
    at bigint not null,
    source text not null,
    answered_by text,
    errors text not null default '[]',
    primary key (delivery_id, stage)
);

-- Documents that go to a partner in one interchange: the bundle of their deliveries, and what the bytes are kept under once it is
-- written. One that is open takes more, of the same envelope.
create table batches (
    id text primary key,
    channel text not null,
    own text not null,
    partner text not null,
    envelope text not null,
    documents bigint not null,
    open bigint not null check (open in (0, 1)),
    due_at bigint not null,
    written_at bigint,
    made_at bigint not null
);
create unique index batches_open on batches (channel, envelope) where open = 1;

insert into sent_documents
select d.id, d.document_id, d.id, substr(d.backend, 9), t.type, null, null, s.group_reference,
    case when exists (select 1 from deliveries l where l.document_id = d.document_id and l.purpose = 'outbound'
        and (l.made_at, l.id) > (d.made_at, d.id)) then 0 else 1 end,
    case when s.status in ('refused', 'accepted-in-part') then 'refused'
        when s.status in ('accepted', 'accepted-with-errors') then 'checked'
        when s.status = 'received' then 'taken'
        when d.state = 'delivered' then 'handed-over' end,
    case when s.answer_within is null then 'handed-over' else 'taken' end, s.answer_within, s.due_at, d.made_at
from deliveries d join documents t on t.id = d.document_id
left join sent_interchanges s on s.delivery_id = d.id
where d.purpose = 'outbound'
    and exists (select 1 from written_payloads w where w.delivery_id = d.id);
insert into sent_stages
select d.id, 'handed-over', coalesce((select max(a.ended_at) from attempts a
    where a.delivery_id = d.id and a.outcome = 'done'), d.updated_at), 'channel', null, '[]'
from deliveries d join sent_documents t on t.delivery_id = d.id where d.state = 'delivered';
insert into sent_stages
select t.delivery_id, t.stage, s.answered_at, 'acknowledgement', s.answered_by, s.errors
from sent_documents t join sent_interchanges s on s.delivery_id = t.delivery_id
where s.answered_at is not null and t.stage <> 'handed-over';

drop index sent_interchanges_due;
alter table sent_interchanges drop column answer_within;
alter table sent_interchanges drop column due_at;
