-- The further orders of documents that name several, behind the one of the document's own row: a collective invoice, an
-- advice of what a truck brought. Such a document stands behind all of them.
create table document_orders (
    order_key text not null,
    document_id uuid not null references documents (id),
    primary key (order_key, document_id)
);
create index document_orders_by_document on document_orders (document_id);
