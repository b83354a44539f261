-- What check lists a key may sign, beside what its role does: names of signing roles with commas between them.
alter table api_keys add column signs text not null default '';
