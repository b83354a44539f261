-- The files that mappings were made from, each once, and which of them a mapping of a hash was made of: so that a document can
-- be read again exactly as it was, whatever its mapping says today.
create table mapping_files (
    digest blob not null primary key,
    content blob not null
);
create table mapping_versions (
    hash blob not null primary key,
    name text not null,
    files text not null,
    kept_at bigint not null
);
