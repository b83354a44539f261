-- The number of an order that was at its back end before the gateway saw it (imported, or first seen by a change), so that
-- orders of one number are told apart; null for those whose documents tell.
alter table orders add column number text;
update orders set number = substr(key, instr(key, '/') + 1) where origin in ('imported', 'unknown-key');
update orders set number = substr(number, 1, instr(number, '/') - 1) where instr(number, '/') > 0;
update orders set number = replace(replace(number, '%2F', '/'), '%25', '%') where number is not null;
create index orders_by_number on orders (number) where number is not null;
