-- A delivery's payload in its receiver's format: every attempt sends these bytes.
create table written_payloads (
    delivery_id uuid primary key,
    bytes bytea not null,
    content_type text not null,
    file_extension text not null
);
alter table written_payloads alter column bytes set storage external;
