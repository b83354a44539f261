-- How the attempts at each back end ended, minute by minute, as each node counted them: what guards and gates go by. One
-- row for a minute in which anything ended; old minutes are removed. The delivered ones are counted by how long after the
-- decision they came: up to 1, 5, 15, 60, 300 and 3600 seconds, and later.
create table delivery_figures (
    backend text not null,
    minute bigint not null,
    node text not null,
    failed bigint not null,
    within_1 bigint not null,
    within_5 bigint not null,
    within_15 bigint not null,
    within_60 bigint not null,
    within_300 bigint not null,
    within_3600 bigint not null,
    later bigint not null,
    last_at bigint not null,
    primary key (backend, minute, node)
);
