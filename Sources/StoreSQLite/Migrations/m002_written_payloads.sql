-- A delivery's payload in its receiver's format: every attempt sends these bytes.
create table written_payloads (
    delivery_id text primary key,
    bytes blob not null,
    content_type text not null,
    file_extension text not null
);
