-- The last control number drawn for what goes from one of our identities to one of a partner's, in one syntax; groups
-- count by themselves. The row is the lock: a number that was drawn is used, or drawn again.
create table control_numbers (
    syntax text not null,
    own text not null,
    partner text not null,
    last bigint not null,
    primary key (syntax, own, partner)
);

-- What was answered to an interchange, with its bytes.
create table acknowledgements (
    interchange_number bigint not null references interchanges (number),
    position bigint not null,
    kind text not null,
    syntax text not null,
    own text not null,
    partner text not null,
    control_number text not null,
    answers text not null,
    verdict text not null check (verdict in ('received', 'accepted', 'accepted-in-part', 'refused')),
    content_type text not null,
    size bigint not null,
    bytes blob not null,
    made_at bigint not null,
    primary key (interchange_number, position)
);

-- The control references of interchanges that are acknowledged, so that one that comes again is seen.
create table interchange_references (
    sender text not null,
    syntax text not null,
    origin text not null,
    destination text not null,
    reference text not null,
    test bigint not null check (test in (0, 1)),
    interchange_id text not null,
    primary key (sender, syntax, origin, destination, reference, test)
);
