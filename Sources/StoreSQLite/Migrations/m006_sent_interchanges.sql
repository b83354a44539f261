-- What was sent under a control number, so that the receiver's answer finds it. Its bytes are its delivery's.
create table sent_interchanges (
    syntax text not null,
    own text not null,
    partner text not null,
    reference text not null,
    group_reference text,
    kind text not null,
    receiver text not null,
    delivery_id text not null,
    status text not null check (status in
        ('sent', 'received', 'accepted', 'accepted-with-errors', 'accepted-in-part', 'refused')),
    errors text not null default '[]',
    sent_at bigint not null,
    answered_at bigint,
    answered_by text,
    primary key (syntax, own, partner, reference)
);
create index sent_interchanges_by_delivery on sent_interchanges (delivery_id);
create index sent_interchanges_by_group on sent_interchanges (syntax, own, partner, group_reference)
    where group_reference is not null;
