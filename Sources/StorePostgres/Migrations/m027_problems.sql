-- Failures of one cause, folded. `cause` says what folds, `family` the same without the rule that was broken; `standing` is how many
-- of its subjects still stand. What is resolved may come back as a new one.
create table problems (
    id uuid primary key,
    cause text not null,
    family text not null,
    kind text not null check (kind in ('document', 'delivery', 'interchange', 'backend')),
    stage text not null,
    code text not null,
    sender text,
    backend text,
    function text,
    site text,
    rule text,
    fault text not null,
    subject uuid,
    state text not null check (state in ('open', 'taken', 'ignored', 'resolved')),
    owner text,
    reason text,
    failures bigint not null,
    standing bigint not null,
    first_at bigint not null,
    last_at bigint not null,
    left_at bigint,
    resolved_at bigint,
    updated_at bigint not null
);
create unique index problems_live on problems (cause) where state <> 'resolved';
create index problems_resolved on problems (cause, resolved_at) where state = 'resolved';
create index problems_of_family on problems (family) where state <> 'resolved';
create index problems_by_time on problems (last_at, id);
create index problems_live_by_time on problems (last_at, id) where state <> 'resolved';
create index problems_of_backends on problems (last_at) where kind = 'backend' and state <> 'resolved';
create index problems_settled on problems (left_at) where state <> 'resolved' and standing = 0;

-- How many of a problem's subjects failed and left it, by the hour: an instant divided by 3,600,000,000.
create table problem_hours (
    problem uuid not null,
    hour bigint not null,
    failed bigint not null,
    settled bigint not null,
    primary key (problem, hour)
);

-- The problem that a subject stood in last; while `problem_code` is there it stands in it, for that cause. What does not fit is to be
-- folded, and stands in an index of its own.
alter table documents add column problem uuid;
alter table documents add column problem_code text;
create index documents_to_fold on documents (interchange_number, position)
    where test = 0 and (problem_code is null and status in ('held', 'failed', 'unknown')
        or problem_code is not null and (status not in ('held', 'failed', 'unknown') or problem_code <> coalesce(code, '')));
create index documents_of_problem on documents (problem, interchange_number, position) where problem is not null;

alter table deliveries add column problem uuid;
alter table deliveries add column problem_code text;
create index deliveries_to_fold on deliveries (made_at, id)
    where (purpose in ('copy', 'standby') or step is not null)
        and (problem_code is null and state in ('failed', 'unknown') or problem_code is not null and state <> problem_code);
create index deliveries_of_problem on deliveries (problem, id) where problem is not null;

alter table interchanges add column problem uuid;
alter table interchanges add column problem_code text;
create index interchanges_to_fold on interchanges (number)
    where problem_code is null and status = 'unreadable' and discarded_at is null
        or problem_code is not null and (status <> 'unreadable' or discarded_at is not null);
create index interchanges_of_problem on interchanges (problem, number) where problem is not null;
