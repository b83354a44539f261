-- What came by AS2, beside its interchange: the message as received, and the receipt that is given whenever it comes again.
create table as2_received (
    interchange_id text primary key,
    partner text not null,
    message_id text not null,
    fields text not null,
    receipt_fields text,
    receipt blob,
    received_at bigint not null
);

-- The bodies of these messages, in pieces.
create table as2_bodies (
    interchange_id text not null,
    piece bigint not null,
    bytes blob not null,
    primary key (interchange_id, piece)
);

-- Receipts that are to be sent to where their messages ask for them.
create table as2_receipts (
    id text primary key,
    partner text not null,
    message_id text not null,
    url text not null,
    fields text not null,
    body blob not null,
    state text not null,
    attempts bigint not null default 0,
    fault text,
    made_at bigint not null,
    due_at bigint,
    lease_until bigint
);
create index as2_receipts_due on as2_receipts (due_at) where due_at is not null;
create index as2_receipts_by_partner on as2_receipts (partner, made_at);

-- What went out by AS2, by its Message-ID, with the check that its receipt is to repeat. What is settled needs no more
-- attention; the rest is looked at again at `due_at`.
create table as2_sent (
    message_id text primary key,
    partner text not null,
    delivery_id text not null,
    mic text not null,
    digest text not null,
    state text not null,
    fault text,
    receipt_fields text,
    receipt blob,
    sent_at bigint not null,
    answer_within bigint not null,
    due_at bigint,
    answered_at bigint
);
create index as2_sent_due on as2_sent (due_at) where due_at is not null;
create index as2_sent_by_delivery on as2_sent (delivery_id);
