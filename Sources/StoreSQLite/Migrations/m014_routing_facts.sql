-- What routing asked of each document, JSON: so that a rehearsal reads no document again. Null for documents from before
-- and for those that were not understood.
alter table documents add column facts text;
