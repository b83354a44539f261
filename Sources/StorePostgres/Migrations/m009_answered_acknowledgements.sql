-- What a receiver answers to an acknowledgement that went to it: a CONTRL to an APERAK, a TA1 to a 997. It names the control
-- number of the interchange, or that of one of its groups.
alter table acknowledgements add column first_group bigint;
alter table acknowledgements add column last_group bigint;
alter table acknowledgements add column status text not null default 'sent' check (status in
    ('sent', 'received', 'accepted', 'accepted-with-errors', 'accepted-in-part', 'refused'));
alter table acknowledgements add column errors text not null default '[]';
alter table acknowledgements add column answered_at bigint;
alter table acknowledgements add column answered_by uuid;
create index acknowledgements_by_number on acknowledgements (syntax, own, partner, control_number, made_at);
create index acknowledgements_by_group on acknowledgements (syntax, own, partner, first_group)
    where first_group is not null;
