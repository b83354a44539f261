-- What back ends hand over goes to partners.
alter table deliveries drop constraint deliveries_purpose_check;
alter table deliveries add constraint deliveries_purpose_check
    check (purpose in ('primary', 'copy', 'standby', 'shadow', 'outbound'));

-- How long its receiver has to answer, in microseconds, and until when, once it has arrived.
alter table sent_interchanges add column answer_within bigint;
alter table sent_interchanges add column due_at bigint;
create index sent_interchanges_due on sent_interchanges (due_at) where due_at is not null;
