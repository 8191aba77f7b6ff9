-- One effect per (actor, operation, key). The row is written in the transaction of the effect, so a key is used up
-- exactly when something happened; a second call with it waits for the first, then gets the first's answer.

create table nofx.idempotency_keys (
  actor uuid not null,
  operation text not null,
  key text not null check (key ~ '^[A-Za-z0-9_.:-]{8,128}$'),
  payload_hash text not null,
  answer jsonb,
  created_at timestamptz(3) not null default now(),
  primary key (actor, operation, key)
);

create index idempotency_keys_by_age on nofx.idempotency_keys (created_at);

alter table nofx.idempotency_keys enable row level security;
alter table nofx.idempotency_keys force row level security;

create policy idempotency_keys_own on nofx.idempotency_keys to authenticated
  using (actor = (select nofx.viewer_id())) with check (actor = (select nofx.viewer_id()));

grant select, insert (actor, operation, key, payload_hash), update (answer) on nofx.idempotency_keys to authenticated;
