-- What one system calls this and another that. A change ends a version and makes the next one: what has ended stays. `item` is
-- empty where it holds for all; days without limit are the empty text and the last day there is.
create table cross_references (
    id text not null,
    version bigint not null,
    kind text not null check (kind in ('order', 'item', 'customer', 'site', 'unit', 'partner')),
    relation text not null check (relation in ('same', 'forward', 'replaced')),
    from_system text not null,
    from_code text not null,
    to_system text not null,
    to_code text not null,
    item text not null,
    factor text,
    valid_from text not null,
    valid_to text not null,
    source_kind text not null check (source_kind in ('file', 'api', 'document')),
    source text not null,
    made_at bigint not null,
    made_by text not null,
    ended_at bigint,
    ended_by text,
    end_reason text,
    primary key (id, version)
);
create unique index cross_references_live on cross_references (id) where ended_at is null;
create index cross_references_from on cross_references (kind, from_code, from_system, item);
create index cross_references_to on cross_references (kind, to_code, to_system, item);
create index cross_references_source on cross_references (kind, source) where ended_at is null;

-- The codes for which a document could not be written for a back end, until it can.
create table missing_codes (
    document_id text not null,
    backend text not null,
    kind text not null,
    system text not null,
    code text not null,
    fault text not null,
    made_at bigint not null,
    primary key (document_id, backend, kind, system, code)
);
create index missing_codes_by_code on missing_codes (kind, code, system);
