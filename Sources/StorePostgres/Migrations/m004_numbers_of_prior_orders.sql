-- The number of an order that was at its back end before the gateway saw it (imported, or first seen by a change), so that
-- orders of one number are told apart; null for those whose documents tell.
alter table orders add column number text;
update orders set number = replace(replace(split_part(key, '/', 2), '%2F', '/'), '%25', '%')
where origin in ('imported', 'unknown-key');
create index orders_by_number on orders (number) where number is not null;
