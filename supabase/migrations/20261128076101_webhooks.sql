-- Webhooks: the events of the log, sent to an address over HTTPS. Each webhook has a position in the log, so a delivery
-- follows from what is committed, and a publish never waits for one.

create table nofx.webhooks (
  id uuid primary key default gen_random_uuid(),
  namespace text not null check (nofx.is_namespace(namespace)),
  url text not null check (length(url) between 1 and 2000),
  description text check (length(description) between 1 and 500),
  /* As the filter of the feed. */
  filter jsonb not null default '{}' check (jsonb_typeof(filter) = 'object' and length(filter::text) <= 10000),
  /* PAUSED by an admin; DISABLED by the registry, after it has failed for long. */
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'PAUSED', 'DISABLED')),
  status_reason text check (length(status_reason) <= 500),
  /* The number of the last event that was delivered, given up or did not match. */
  position bigint not null check (position >= 0),
  /* Names the secret and says nothing of it: gateways derive the secret from this and from the secret of the registry. */
  secret_id uuid not null,
  previous_secret_id uuid,
  previous_secret_until timestamptz(3),
  next_attempt_at timestamptz(3) not null default now(),
  failing_since timestamptz(3),
  delivered_at timestamptz(3),
  /* Which gateway delivers, and until when: then another one may. */
  lease uuid,
  leased_until timestamptz(3),
  created_by uuid not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (id, namespace)
);

create index webhooks_by_namespace on nofx.webhooks (namespace, created_at, id);
create index webhooks_due on nofx.webhooks (next_attempt_at) where status = 'ACTIVE';

/* An event for one webhook, or a test, with its attempts. What was delivered at once is here, too. */
create table nofx.webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  webhook_id uuid not null,
  namespace text not null,
  /* Of an event of the log, which is only appended to; null for a test. */
  event_id uuid,
  seq bigint,
  type text not null check (length(type) between 1 and 100),
  status text not null default 'PENDING' check (status in ('PENDING', 'DELIVERED', 'DEAD')),
  /* The last 20. */
  attempts jsonb not null default '[]' check (jsonb_typeof(attempts) = 'array' and jsonb_array_length(attempts) <= 20),
  /* How many were made since it was created or replayed. */
  attempt_count integer not null default 0 check (attempt_count >= 0),
  next_attempt_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  finished_at timestamptz(3),
  foreign key (webhook_id, namespace) references nofx.webhooks (id, namespace) on delete cascade,
  unique (webhook_id, event_id),
  check ((event_id is null) = (seq is null))
);

create index webhook_deliveries_by_webhook on nofx.webhook_deliveries (webhook_id, namespace, created_at, id);
create index webhook_deliveries_by_age on nofx.webhook_deliveries (created_at);
create index webhook_deliveries_due on nofx.webhook_deliveries (webhook_id, next_attempt_at) where status = 'PENDING';

/* Gateways check the address and the filter before they write them. */
create trigger guard_seal before insert or update on nofx.webhooks
  for each row execute function nofx.guard_seal();
create trigger guard_seal before insert or update on nofx.webhook_deliveries
  for each row execute function nofx.guard_seal();

alter table nofx.webhooks enable row level security;
alter table nofx.webhooks force row level security;
alter table nofx.webhook_deliveries enable row level security;
alter table nofx.webhook_deliveries force row level security;

create policy webhooks_read on nofx.webhooks for select to authenticated
  using (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()));
create policy webhooks_insert on nofx.webhooks for insert to authenticated
  with check (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin())
    and created_by = (select nofx.viewer_id()));
create policy webhooks_update on nofx.webhooks for update to authenticated
  using (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()))
  with check (namespace = (select nofx.viewer_namespace()));
create policy webhooks_delete on nofx.webhooks for delete to authenticated
  using (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()));

create policy webhook_deliveries_read on nofx.webhook_deliveries for select to authenticated
  using (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()));
create policy webhook_deliveries_insert on nofx.webhook_deliveries for insert to authenticated
  with check (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()));
create policy webhook_deliveries_update on nofx.webhook_deliveries for update to authenticated
  using (namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin()))
  with check (namespace = (select nofx.viewer_namespace()));

/* The functions below run as the owner, whom `force` binds too. */
create policy webhooks_deliver on nofx.webhooks to current_user using (true);
create policy webhook_deliveries_deliver on nofx.webhook_deliveries to current_user using (true);

create policy owner_backup on nofx.webhooks for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');
create policy owner_backup on nofx.webhook_deliveries for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');

grant select, delete on nofx.webhooks to authenticated;
grant insert (id, namespace, url, description, filter, position, secret_id, created_by) on nofx.webhooks to authenticated;
grant update (url, description, filter, status, status_reason, position, secret_id, previous_secret_id,
  previous_secret_until, next_attempt_at, failing_since, delivered_at, lease, leased_until, updated_at)
  on nofx.webhooks to authenticated;
grant select on nofx.webhook_deliveries to authenticated;
grant insert (id, webhook_id, namespace, event_id, seq, type, status, attempts, attempt_count, next_attempt_at, finished_at)
  on nofx.webhook_deliveries to authenticated;
grant update (status, attempts, attempt_count, next_attempt_at, finished_at) on nofx.webhook_deliveries to authenticated;

/*
 * Leases one webhook that has something to send, of any namespace, to the gateway that asks: no other gateway gets it
 * until the lease is given back or has expired. Only the registry itself may call it.
 */
create function nofx.take_webhook(by_lease uuid, seconds integer)
  returns table (id uuid, namespace text, url text, filter jsonb, "position" bigint, head bigint, secret_id uuid,
    previous_secret_id uuid, failing_since timestamptz, is_log_due boolean)
  language plpgsql volatile security definer set search_path = ''
  as $$
  #variable_conflict use_column
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself delivers' using errcode = 'insufficient_privilege';
    end if;
    return query
      update nofx.webhooks as taken set lease = by_lease, leased_until = now() + make_interval(secs => seconds)
      from (
        select webhook.id, feed.head
        from nofx.webhooks as webhook, nofx.registry_feed as feed
        where webhook.status = 'ACTIVE' and (webhook.leased_until is null or webhook.leased_until < now())
          and (webhook.position < feed.head and webhook.next_attempt_at <= now() or exists (
            select from nofx.webhook_deliveries as delivery
            where delivery.webhook_id = webhook.id and delivery.status = 'PENDING' and delivery.next_attempt_at <= now()
              and (delivery.seq is null or delivery.seq <= webhook.position)
          ))
        order by webhook.next_attempt_at, webhook.id limit 1 for update of webhook skip locked
      ) as due
      where taken.id = due.id
      returning taken.id, taken.namespace, taken.url, taken.filter, taken.position, due.head, taken.secret_id,
        case when taken.previous_secret_until > now() then taken.previous_secret_id end, taken.failing_since,
        taken.next_attempt_at <= now();
  end
  $$;

/* How far webhooks are behind the log. Only the registry itself may call it. */
create function nofx.webhook_backlog()
  returns table (active integer, disabled integer, behind bigint, oldest_seconds double precision)
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself delivers' using errcode = 'insufficient_privilege';
    end if;
    return query
      select count(*) filter (where webhook.status = 'ACTIVE')::integer,
        count(*) filter (where webhook.status = 'DISABLED')::integer,
        coalesce(max(feed.head - webhook.position) filter (where webhook.status = 'ACTIVE'), 0),
        coalesce(extract(epoch from now() - (
          select event.occurred_at from nofx.registry_events as event
          where event.seq = min(webhook.position) filter (where webhook.status = 'ACTIVE') + 1
        )), 0)::double precision
      from nofx.registry_feed as feed left join nofx.webhooks as webhook on true;
  end
  $$;

/* Removes up to `most` deliveries that ended more than 30 days ago. Only the registry itself may call it. */
create function nofx.clean_up_deliveries(most integer) returns integer
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    removed integer;
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself cleans up' using errcode = 'insufficient_privilege';
    end if;
    delete from nofx.webhook_deliveries where id in (
      select old.id from nofx.webhook_deliveries as old
      where old.created_at < now() - interval '30 days' and old.status <> 'PENDING'
      order by old.created_at limit most for update skip locked
    );
    get diagnostics removed = row_count;
    return removed;
  end
  $$;

revoke execute on function nofx.take_webhook(uuid, integer), nofx.webhook_backlog(), nofx.clean_up_deliveries(integer)
  from public;
grant execute on function nofx.take_webhook(uuid, integer), nofx.webhook_backlog(), nofx.clean_up_deliveries(integer)
  to authenticated;
