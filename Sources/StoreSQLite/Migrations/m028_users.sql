-- People who sign in at the console. Of a password only what scrypt (RFC 7914) makes of it is kept, beside its salt and the costs it was made with.
create table users (
    id text primary key,
    name text not null unique,
    role text not null,
    partner text,
    signs text not null default '',
    salt blob not null,
    hash blob not null,
    cost bigint not null,
    block bigint not null,
    parallel bigint not null,
    created_at bigint not null,
    password_at bigint not null,
    disabled_at bigint
);

-- Who is signed in: the hash of a random token. Signed out is gone.
create table user_sessions (
    hash blob primary key,
    user_id text not null references users (id),
    made_at bigint not null,
    seen_at bigint not null
);
create index user_sessions_of_users on user_sessions (user_id);
create index user_sessions_by_time on user_sessions (seen_at);

-- Browsers that a person signed in with before: guesses made elsewhere do not keep them waiting.
create table known_browsers (
    hash blob primary key,
    user_id text not null references users (id),
    seen_at bigint not null
);
create index known_browsers_of_users on known_browsers (user_id, seen_at);

-- Failed sign-ins in a row, of a name, an address or a known browser, each by its hash.
create table sign_in_failures (
    subject blob primary key,
    failures bigint not null,
    last_at bigint not null
);
create index sign_in_failures_by_time on sign_in_failures (last_at);
