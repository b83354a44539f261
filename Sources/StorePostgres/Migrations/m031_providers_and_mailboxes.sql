-- What providers listed and is not done with: to be fetched, or kept and not yet confirmed there. A row goes once it is
-- confirmed.
create table provider_entries (
    provider text not null,
    entry text not null,
    state text not null check (state in ('listed', 'kept')),
    facts text not null,
    attempts bigint not null default 0,
    listed_at bigint not null,
    due_at bigint not null,
    fault text,
    updated_at bigint not null,
    primary key (provider, entry)
);
create index provider_entries_due on provider_entries (provider, due_at);
create index provider_entries_faulty on provider_entries (provider) where fault is not null;
-- The files in mailboxes: when each was put, and when it was seen to be fetched.
create table mailbox_files (
    delivery_id text primary key,
    mailbox text not null,
    name text not null,
    put_at bigint not null,
    due_at bigint not null,
    fetched_at bigint
);
create index mailbox_files_unfetched on mailbox_files (mailbox, put_at, delivery_id) where fetched_at is null;
