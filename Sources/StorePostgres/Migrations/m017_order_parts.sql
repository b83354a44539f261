-- The parts of orders whose lines are for several sites. A part is an order of its own; the number stands for its site in
-- the places of its documents.
create table order_parts (
    key text primary key references orders (key),
    whole text not null references orders (key),
    number bigint not null check (number > 0),
    lines text not null,
    unique (whole, number)
);
