-- What back ends hand over goes to partners.
alter table deliveries drop constraint deliveries_purpose_check;
alter table deliveries add constraint deliveries_purpose_check
    check (purpose in ('primary', 'copy', 'standby', 'shadow', 'outbound'));
