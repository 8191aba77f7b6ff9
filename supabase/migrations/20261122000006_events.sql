-- The change feed: a sequenced outbox. An event is written in the transaction of its change, without a number;
-- `sequence_events` numbers what has been committed. A reader that asks for `seq > last` therefore misses nothing.

create table nofx.registry_events (
  id uuid primary key default gen_random_uuid(),
  seq bigint unique,
  inserted bigint generated always as identity,
  type text not null check (type ~ '^(agent|template)\.(added|updated|removed|validation_failed)$'),
  action text not null check (action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'ROLLED_BACK', 'DEPRECATED', 'DISABLED',
    'ENABLED', 'ARCHIVED', 'REMOVED', 'RATED', 'INSTANTIATED', 'VALIDATION_FAILED')),
  kind text not null check (kind in ('AGENT', 'TEMPLATE')),
  /* Null when a refused publish named nothing that exists. */
  entry_id uuid,
  slug text,
  namespace text not null check (nofx.is_namespace(namespace)),
  version text,
  /* Why, in the words of who did it. */
  reason text check (length(reason) <= 2000),
  /* The namespace whose member acted: what is internal to a namespace is read there only. */
  tenant text not null check (nofx.is_namespace(tenant)),
  report_id uuid references nofx.registry_validation_reports (id),
  actor uuid,
  correlation_id text not null,
  occurred_at timestamptz(3) not null default now()
);

create index registry_events_pending on nofx.registry_events (inserted) where seq is null;
create index registry_events_by_entry on nofx.registry_events (entry_id, seq);
create index registry_events_by_report on nofx.registry_events (report_id);

/* One row: the newest number given, and the life of this log (a restored backup starts another). */
create table nofx.registry_feed (
  only_row boolean primary key default true check (only_row),
  epoch uuid not null default gen_random_uuid(),
  head bigint not null default 0
);
insert into nofx.registry_feed default values;

create function nofx.guard_event() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if tg_op = 'UPDATE' and old.seq is null and new.seq is not null and to_jsonb(new) - 'seq' = to_jsonb(old) - 'seq' then
      return new;
    end if;
    raise exception 'the log is only ever appended to' using errcode = 'restrict_violation';
  end
  $$;

create trigger guard_event before update or delete on nofx.registry_events
  for each row execute function nofx.guard_event();

/* Wakes readers up; carries nothing. */
create function nofx.notify_event() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    perform pg_notify(tg_table_schema || '_events', '');
    return null;
  end
  $$;

create trigger notify_event after insert on nofx.registry_events
  for each statement execute function nofx.notify_event();

/*
 * Numbers the committed events, in the order in which they were written, without gaps. Volatile and READ COMMITTED:
 * the lock is taken first, and the statement after it sees what was committed until then. Any reader may call it.
 */
create function nofx.sequence_events() returns bigint
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    last bigint;
    numbered bigint;
  begin
    if not exists (select from nofx.registry_events where seq is null) then
      return (select head from nofx.registry_feed);
    end if;
    select head into last from nofx.registry_feed for update;
    with pending as (
      select id, last + row_number() over (order by inserted) as number
      from nofx.registry_events where seq is null
    )
    update nofx.registry_events as event set seq = pending.number from pending where event.id = pending.id;
    get diagnostics numbered = row_count;
    update nofx.registry_feed set head = last + numbered where numbered > 0;
    return last + numbered;
  end
  $$;

alter table nofx.registry_events enable row level security;
alter table nofx.registry_events force row level security;
alter table nofx.registry_feed enable row level security;
alter table nofx.registry_feed force row level security;

/* Checked when an event is read, as its reader: who cannot see the entry does not see what happened to it. */
create policy registry_events_read on nofx.registry_events for select to anon, authenticated using (
  seq is not null
  and case
    when action = 'INSTANTIATED' then tenant = (select nofx.viewer_namespace())
    when action in ('DRAFTED', 'VALIDATION_FAILED') then
      tenant = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
    when kind = 'AGENT' then exists (select from nofx.agent_registry entry where entry.id = entry_id)
    else exists (select from nofx.template_registry entry where entry.id = entry_id)
  end
);
/* Nobody says that a thing was done which they could not have done: not to it, not under its name. */
create policy registry_events_append on nofx.registry_events for insert to authenticated with check (
  seq is null
  and tenant = (select nofx.viewer_namespace())
  and actor = (select nofx.viewer_id())
  and (select nofx.is_publisher())
  and (namespace = tenant or action = 'INSTANTIATED')
  and (
    action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'INSTANTIATED', 'VALIDATION_FAILED')
    or (action <> 'RATED' and (select nofx.is_admin()))
  )
  and case
    when entry_id is null then action = 'VALIDATION_FAILED'
    when kind = 'AGENT' then exists (
      select from nofx.agent_registry entry
      where entry.id = entry_id and (entry.namespace, entry.slug) = (registry_events.namespace, registry_events.slug)
    )
    else exists (
      select from nofx.template_registry entry
      where entry.id = entry_id and (entry.namespace, entry.slug) = (registry_events.namespace, registry_events.slug)
    )
  end
  and (report_id is null or exists (
    select from nofx.registry_validation_reports report where report.id = report_id
  ))
);
create policy registry_feed_read on nofx.registry_feed for select to anon, authenticated using (true);

/* The sequencer runs as the owner, whom `force` binds too. */
create policy registry_events_sequence on nofx.registry_events to current_user using (true);
create policy registry_feed_sequence on nofx.registry_feed to current_user using (true);

grant select on nofx.registry_events, nofx.registry_feed to anon, authenticated;
grant insert (id, type, action, kind, entry_id, slug, namespace, version, reason, tenant, report_id, actor, correlation_id)
  on nofx.registry_events to authenticated;
revoke execute on function nofx.sequence_events() from public;
grant execute on function nofx.sequence_events() to anon, authenticated, service_role;
