-- An unreadable interchange that a person took out, with a reason in the audit trail: until then it counts as failed.
alter table interchanges add column discarded_at bigint
    check (discarded_at is null or status = 'unreadable');
create index interchanges_unreadable on interchanges (number) where status = 'unreadable';
