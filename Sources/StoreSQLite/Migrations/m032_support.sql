-- What becomes of later documents of an order once a delivery is rejected for good, as its function says (onRejection); nothing
-- said is hold.
alter table deliveries add column on_rejection text not null default 'hold' check (on_rejection in ('hold', 'continue', 'cascade'));
create index deliveries_cascading on deliveries (id) where state = 'failed' and on_rejection = 'cascade';

-- Mappings that were rehearsed on stored documents before they go live: what would differ, who looked, who put them in force.
-- `before` and `after` are digests of all mappings in force and of those rehearsed.
create table mapping_rehearsals (
    id text primary key,
    made_at bigint not null,
    made_by text not null,
    window_from bigint not null,
    window_to bigint not null,
    before text not null,
    after text not null,
    result text not null,
    confirmed_at bigint,
    confirmed_by text,
    reason text,
    published_at bigint,
    published_by text
);
create index mapping_rehearsals_by_age on mapping_rehearsals (made_at);
