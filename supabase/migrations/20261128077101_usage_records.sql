-- What is metered, for billing: a record for each change of a meter, written in the transaction of the change by triggers, so
-- that it is there exactly when the change is. As events, records are numbered after the commit (`sequence_usage`): a reader
-- that asks for `seq > last` misses nothing.

create table nofx.usage_records (
  id uuid primary key default gen_random_uuid(),
  /* Given by `sequence_usage`, together with `total`. */
  seq bigint unique,
  inserted bigint generated always as identity,
  namespace text not null check (nofx.is_namespace(namespace)),
  meter text not null
    check (meter in ('RUNS', 'STEP_SECONDS', 'VERSIONS', 'ACTIVE_PRIVATE_VERSIONS', 'STORED_BYTES', 'EVENTS_DELIVERED')),
  /* By how much the meter changed; less than 0 when a version was discarded, archived, removed or made public. */
  quantity numeric(20, 3) not null check (quantity <> 0),
  /* The sum of this meter of the namespace, up to and with this record. */
  total numeric(20, 3),
  occurred_at timestamptz(3) not null default now(),
  /* What caused it; a MIGRATION is what was there before records were. */
  source_type text not null check (source_type in ('RUN', 'STEP', 'VERSION', 'ENTRY', 'DELIVERY', 'MIGRATION')),
  source_id uuid,
  constraint usage_records_source check ((source_id is null) = (source_type = 'MIGRATION')),
  constraint usage_records_numbered check ((seq is null) = (total is null))
);

create index usage_records_pending on nofx.usage_records (inserted) where seq is null;
create index usage_records_unsummed on nofx.usage_records (namespace, meter) include (quantity) where seq is null;
create index usage_records_by_namespace on nofx.usage_records (namespace, seq);

/* The sum of each meter of each namespace, up to the newest number. */
create table nofx.usage_totals (
  namespace text not null check (nofx.is_namespace(namespace)),
  meter text not null,
  total numeric(20, 3) not null,
  primary key (namespace, meter)
);

/* One row: the newest number given. It is the lock of who numbers. */
create table nofx.usage_feed (
  only_row boolean primary key default true check (only_row),
  head bigint not null default 0
);
insert into nofx.usage_feed default values;

create function nofx.guard_usage_record() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    unnumbered nofx.usage_records;
  begin
    if tg_op = 'UPDATE' and old.seq is null and new.seq is not null then
      unnumbered := new;
      unnumbered.seq := null;
      unnumbered.total := null;
      if unnumbered *= old then
        return new;
      end if;
    end if;
    raise exception 'usage records are only appended' using errcode = 'restrict_violation';
  end
  $$;

create trigger guard_usage_record before update or delete on nofx.usage_records
  for each row execute function nofx.guard_usage_record();

/*
 * Numbers the committed records, in the order in which they were written, without gaps, and sums them. Volatile and READ
 * COMMITTED, as `sequence_events`: the lock is taken first, and the statement after it sees what was committed until then. Any
 * reader may call it; after a backlog of more than 20,000 the next call goes on.
 */
create function nofx.sequence_usage() returns bigint
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    last bigint;
    numbered bigint;
  begin
    if not exists (select from nofx.usage_records where seq is null) then
      return (select head from nofx.usage_feed);
    end if;
    select head into last from nofx.usage_feed for update;
    with pending as (
      select id, namespace, meter, quantity,
        row_number() over (order by inserted) as place,
        sum(quantity) over (partition by namespace, meter order by inserted) as running
      from (
        select id, namespace, meter, quantity, inserted from nofx.usage_records
        where seq is null order by inserted limit 20000
      ) as oldest
    ),
    given as (
      update nofx.usage_records as record
        set seq = last + pending.place, total = coalesce(before.total, 0) + pending.running
        from pending left join nofx.usage_totals before
          on before.namespace = pending.namespace and before.meter = pending.meter
        where record.id = pending.id
        returning record.namespace, record.meter, record.quantity
    ),
    summed as (
      insert into nofx.usage_totals as kept (namespace, meter, total)
      select namespace, meter, sum(quantity) from given group by namespace, meter
      on conflict (namespace, meter) do update set total = kept.total + excluded.total
    )
    select count(*) into numbered from given;
    update nofx.usage_feed set head = last + numbered where numbered > 0;
    return last + numbered;
  end
  $$;

-- The meters.

/* The size of the files that a version lists, in bytes. */
create function nofx.version_bytes(files jsonb) returns bigint
  language sql immutable parallel safe set search_path = ''
  as $$ select coalesce(sum((file ->> 'size')::bigint), 0)::bigint from jsonb_array_elements(files) as file $$;

create function nofx.record_usage(
    of_namespace text, source_type text, source_id uuid, meters text[], quantities numeric[]
  ) returns void
  language plpgsql volatile set search_path = ''
  as $$
  begin
    insert into nofx.usage_records (namespace, meter, quantity, source_type, source_id)
      select of_namespace, changed.meter, changed.quantity, record_usage.source_type, record_usage.source_id
      from unnest(meters, quantities) as changed (meter, quantity) where changed.quantity <> 0;
  end
  $$;

/* A run counts when it is created; a retry is the same run. */
create function nofx.meter_run() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform nofx.record_usage(new.namespace, 'RUN', new.id, array['RUNS'], array[1]);
    return null;
  end
  $$;

create trigger meter_run after insert on nofx.runs for each row execute function nofx.meter_run();

/* A step counts when it ends, once: what has ended does not change, until its run is retried and it begins again. */
create function nofx.meter_step() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform nofx.record_usage(new.namespace, 'STEP', new.id, array['STEP_SECONDS'],
      array[round(extract(epoch from new.finished_at - new.started_at), 3)]);
    return null;
  end
  $$;

create trigger meter_step after update on nofx.steps for each row
  when (old.finished_at is null and new.finished_at is not null and new.started_at is not null)
  execute function nofx.meter_step();

/*
 * A version counts while it is stored and its entry is not removed; as an active private one while it is published, not
 * archived, and nobody outside of its namespace can read it because it, or its entry, is private. Whoever changes a version
 * has locked its entry (`keep_visibility`); whoever deletes a draft does so here, so that a removal of the entry counts it or
 * this does, and not both.
 */
create function nofx.meter_version() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    version record := case when tg_op = 'DELETE' then old else new end;
    entry record;
    bytes numeric := 0;
    stored integer := 0;
    held integer := 0;
  begin
    if tg_table_name = 'agent_versions' then
      select visibility, removed_at into entry from nofx.agent_registry where id = version.entry_id for no key update;
    else
      select visibility, removed_at into entry from nofx.template_registry where id = version.entry_id for no key update;
    end if;
    if entry.removed_at is not null then
      return null;
    end if;
    if tg_op <> 'DELETE' and new.status = 'ACTIVE' and (new.visibility = 'PRIVATE' or entry.visibility = 'PRIVATE') then
      held := 1;
    end if;
    if tg_op = 'UPDATE' and old.status = 'ACTIVE' and (old.visibility = 'PRIVATE' or entry.visibility = 'PRIVATE') then
      held := held - 1;
    end if;
    if tg_op <> 'UPDATE' then
      stored := case tg_op when 'INSERT' then 1 else -1 end;
      bytes := stored * nofx.version_bytes(version.files);
    end if;
    perform nofx.record_usage(version.namespace, 'VERSION', version.id,
      array['VERSIONS', 'STORED_BYTES', 'ACTIVE_PRIVATE_VERSIONS'], array[stored, bytes, held]);
    return null;
  end
  $$;

create trigger meter_version after insert or delete on nofx.agent_versions
  for each row execute function nofx.meter_version();
create trigger meter_version after insert or delete on nofx.template_versions
  for each row execute function nofx.meter_version();
create trigger meter_version_change after update on nofx.agent_versions for each row
  when ((new.status, new.visibility) is distinct from (old.status, old.visibility))
  execute function nofx.meter_version();
create trigger meter_version_change after update on nofx.template_versions for each row
  when ((new.status, new.visibility) is distinct from (old.status, old.visibility))
  execute function nofx.meter_version();

/* An entry that is removed, or becomes public or private: all of its versions at once. */
create function nofx.meter_entry() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    has record;
    held_before bigint;
  begin
    if tg_table_name = 'agent_registry' then
      select count(*) as versions, coalesce(sum(nofx.version_bytes(files)), 0) as bytes,
          count(*) filter (where status = 'ACTIVE') as active,
          count(*) filter (where status = 'ACTIVE' and visibility = 'PRIVATE') as private
        into has from nofx.agent_versions where entry_id = new.id;
    else
      select count(*) as versions, coalesce(sum(nofx.version_bytes(files)), 0) as bytes,
          count(*) filter (where status = 'ACTIVE') as active,
          count(*) filter (where status = 'ACTIVE' and visibility = 'PRIVATE') as private
        into has from nofx.template_versions where entry_id = new.id;
    end if;
    held_before := case old.visibility when 'PRIVATE' then has.active else has.private end;
    if new.removed_at is not null then
      perform nofx.record_usage(new.namespace, 'ENTRY', new.id,
        array['VERSIONS', 'STORED_BYTES', 'ACTIVE_PRIVATE_VERSIONS'], array[-has.versions, -has.bytes, -held_before]);
    else
      perform nofx.record_usage(new.namespace, 'ENTRY', new.id, array['ACTIVE_PRIVATE_VERSIONS'],
        array[case new.visibility when 'PRIVATE' then has.active else has.private end - held_before]);
    end if;
    return null;
  end
  $$;

create trigger meter_entry after update on nofx.agent_registry for each row
  when (old.removed_at is null and (new.removed_at is not null or new.visibility <> old.visibility))
  execute function nofx.meter_entry();
create trigger meter_entry after update on nofx.template_registry for each row
  when (old.removed_at is null and (new.removed_at is not null or new.visibility <> old.visibility))
  execute function nofx.meter_entry();

revoke execute on function nofx.sequence_usage(), nofx.version_bytes(jsonb), nofx.record_usage(text, text, uuid, text[], numeric[]), nofx.meter_run(),
  nofx.meter_step(), nofx.meter_version(), nofx.meter_entry() from public;
grant execute on function nofx.sequence_usage() to authenticated;

-- Who reads them: the admins of a namespace its own. The triggers, the numbering and the operator are the owner.

alter table nofx.usage_records enable row level security;
alter table nofx.usage_records force row level security;
alter table nofx.usage_totals enable row level security;
alter table nofx.usage_totals force row level security;
alter table nofx.usage_feed enable row level security;
alter table nofx.usage_feed force row level security;

create policy usage_records_read on nofx.usage_records for select to authenticated using (
  seq is not null and namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin())
);
create policy usage_totals_read on nofx.usage_totals for select to authenticated using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin())
);
create policy usage_records_owner on nofx.usage_records to current_user using (true) with check (true);
create policy usage_totals_owner on nofx.usage_totals to current_user using (true) with check (true);
create policy usage_feed_owner on nofx.usage_feed to current_user using (true) with check (true);
create policy owner_backup on nofx.usage_records for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');
create policy owner_backup on nofx.usage_totals for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');
create policy owner_backup on nofx.usage_feed for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');

grant select on nofx.usage_records, nofx.usage_totals to authenticated;

-- What is there already. Runs and steps of before are not counted.

insert into nofx.usage_records (namespace, meter, quantity, source_type)
  select had.namespace, changed.meter, changed.quantity, 'MIGRATION'
  from (
    select namespace, count(*) as versions, sum(bytes) as bytes, count(*) filter (where held) as held
    from (
      select version.namespace, nofx.version_bytes(version.files) as bytes,
        version.status = 'ACTIVE' and (version.visibility = 'PRIVATE' or entry.visibility = 'PRIVATE') as held
      from nofx.agent_versions version join nofx.agent_registry entry on entry.id = version.entry_id
      where entry.removed_at is null
      union all
      select version.namespace, nofx.version_bytes(version.files),
        version.status = 'ACTIVE' and (version.visibility = 'PRIVATE' or entry.visibility = 'PRIVATE')
      from nofx.template_versions version join nofx.template_registry entry on entry.id = version.entry_id
      where entry.removed_at is null
    ) as versions
    group by namespace
  ) as had
  cross join lateral (values
    ('VERSIONS', had.versions), ('STORED_BYTES', had.bytes), ('ACTIVE_PRIVATE_VERSIONS', had.held)
  ) as changed (meter, quantity)
  where changed.quantity <> 0;
