-- A run names the request that created it, as its event and the server log do. Null for a run from before this column.

alter table nofx.runs add column correlation_id text check (correlation_id ~ '^[A-Za-z0-9_.:-]{1,128}$');

grant insert (correlation_id) on nofx.runs to authenticated;
