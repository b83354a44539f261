-- What becomes of later documents of an order once a delivery is rejected for good, as its function says (onRejection); nothing
-- said is hold.
alter table deliveries add column on_rejection text not null default 'hold' check (on_rejection in ('hold', 'continue', 'cascade'));
create index deliveries_cascading on deliveries (id) where state = 'failed' and on_rejection = 'cascade';
