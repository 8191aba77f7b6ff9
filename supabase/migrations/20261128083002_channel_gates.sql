-- Gates of channels: what a version has to show before a channel points to it, and what happens when its runs no longer do.

alter table nofx.channels
  /*
   * {requireTests, windowHours, minRuns, minSuccessRate, maxP95DurationMs, onRegression: PROPOSE | ROLL_BACK}; checked by the
   * registry. Null for none. Set by admins.
   */
  add column gate jsonb check (jsonb_typeof(gate) = 'object'),
  /* When the runs of the version fell short of the gate, so that it is told once. */
  add column regressed_at timestamptz(3);
create index channels_gated on nofx.channels (version_id) where gate is not null;

grant select (gate), insert (gate), update (gate) on nofx.channels to authenticated;
grant select (gate) on nofx.channels to anon;

/* As before; the gate is for admins, and a move ends a regression. */
create or replace function nofx.guard_channel() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    entry record;
    version record;
    moves constant boolean := tg_op = 'INSERT' or new.version_id is distinct from old.version_id;
    gates constant boolean := case when tg_op = 'INSERT' then new.gate is not null else new.gate is distinct from old.gate end;
  begin
    if tg_op = 'UPDATE' and (new.kind, new.entry_id, new.name) is distinct from (old.kind, old.entry_id, old.name) then
      raise exception 'the identity of a channel never changes' using errcode = 'restrict_violation';
    end if;
    if gates and auth.jwt() is not null and not nofx.is_admin() then
      raise exception 'only an admin changes the gate of a channel' using errcode = 'insufficient_privilege';
    end if;
    if new.kind = 'AGENT' then
      select removed_at into entry from nofx.agent_registry where id = new.entry_id for no key update;
      select namespace, status, is_public, is_published into version
        from nofx.agent_versions where id = new.version_id and entry_id = new.entry_id;
    else
      select removed_at into entry from nofx.template_registry where id = new.entry_id for no key update;
      select namespace, status, is_public, is_published into version
        from nofx.template_versions where id = new.version_id and entry_id = new.entry_id;
    end if;
    if version.namespace is null then
      raise exception 'a channel points to a version of its entry' using errcode = 'foreign_key_violation';
    end if;
    new.namespace := version.namespace;
    new.is_public := version.is_public;
    new.is_published := version.is_published;
    if moves then
      if entry.removed_at is not null then
        raise exception 'the channels of a removed entry do not change' using errcode = 'restrict_violation';
      end if;
      if version.status <> 'ACTIVE' then
        raise exception 'a channel points to a published version' using errcode = 'restrict_violation';
      end if;
      new.moved_at := now();
      new.regressed_at := null;
    else
      new.moved_at := old.moved_at;
    end if;
    if tg_op = 'INSERT' then
      new.previous_version_id := null;
      if (select count(*) from nofx.channels where entry_id = new.entry_id) >= 20 then
        raise exception 'an entry has 20 channels at most' using errcode = 'restrict_violation';
      end if;
    elsif moves then
      new.previous_version_id := case when new.version_id is distinct from old.previous_version_id then old.version_id end;
    else
      new.previous_version_id := old.previous_version_id;
    end if;
    return new;
  end
  $$;

/* The functions below run as the owner, who had no policy to read steps by. */
create policy steps_gates on nofx.steps for select to current_user using (true);

/*
 * What the runs of a version in its own namespace, and its tests, say: of a template its runs, of an agent its steps, that ended
 * in the last hours. Cancelled ones do not count. With the rights of the caller.
 */
create function nofx.gate_evidence(of_kind text, of_version uuid, of_namespace text, hours integer) returns jsonb
  language plpgsql stable set search_path = ''
  as $$
  declare
    since constant timestamptz := now() - make_interval(hours => hours);
    ended record;
    report jsonb;
  begin
    if of_kind = 'TEMPLATE' then
      select count(*) as runs, count(*) filter (where run.status = 'SUCCEEDED') as succeeded,
          percentile_cont(0.95) within group (
            order by extract(epoch from run.finished_at - coalesce(run.started_at, run.created_at))::float8) as p95
        into ended from nofx.runs run
        where run.template_version_id = of_version and run.namespace = of_namespace
          and run.status in ('SUCCEEDED', 'FAILED') and run.finished_at >= since;
      select tests into report from nofx.template_versions where id = of_version;
    else
      select count(*) as runs, count(*) filter (where step.status = 'SUCCEEDED') as succeeded,
          percentile_cont(0.95) within group (
            order by extract(epoch from step.finished_at - coalesce(step.started_at, step.finished_at))::float8) as p95
        into ended from nofx.steps step
        where step.agent_version_id = of_version and step.namespace = of_namespace
          and step.status in ('SUCCEEDED', 'FAILED') and step.finished_at >= since;
    end if;
    return jsonb_build_object(
      'windowHours', hours, 'runs', ended.runs, 'succeeded', ended.succeeded, 'failed', ended.runs - ended.succeeded,
      'successRate', case when ended.runs > 0 then round(ended.succeeded::numeric / ended.runs, 4) end,
      'p95DurationMs', round((ended.p95 * 1000)::numeric),
      'tests', (select count(*) from jsonb_array_elements(coalesce(report -> 'tests', '[]'))),
      'testsPassed', (select count(*) from jsonb_array_elements(coalesce(report -> 'tests', '[]')) as test (result)
        where result -> 'passed' = 'true')
    );
  end
  $$;

/*
 * The rules of a gate that the evidence falls short of. Tests and the number of runs are asked of a version that enters; of
 * one that is in the channel, the rest is judged once there are enough runs.
 */
create function nofx.gate_failures(gate jsonb, evidence jsonb, enters boolean) returns jsonb
  language plpgsql immutable set search_path = ''
  as $$
  declare
    runs constant integer := evidence -> 'runs';
    fewest constant integer := coalesce((gate -> 'minRuns')::integer, 0);
  begin
    return (
      select coalesce(jsonb_agg(jsonb_build_object('rule', rule, 'required', required, 'actual', actual) order by place), '[]')
      from (values
        (1, 'REQUIRE_TESTS', enters and gate -> 'requireTests' = 'true'
          and ((evidence -> 'tests')::integer = 0 or evidence -> 'tests' <> evidence -> 'testsPassed'),
          greatest((evidence -> 'tests')::integer, 1)::float8, (evidence -> 'testsPassed')::float8),
        (2, 'MIN_RUNS', enters and runs < fewest, fewest::float8, runs::float8),
        (3, 'MIN_SUCCESS_RATE', runs >= greatest(fewest, 1)
          and (evidence ->> 'successRate')::float8 < (gate ->> 'minSuccessRate')::float8,
          (gate ->> 'minSuccessRate')::float8, (evidence ->> 'successRate')::float8),
        (4, 'MAX_P95_DURATION', runs >= greatest(fewest, 1)
          and (evidence ->> 'p95DurationMs')::float8 > (gate ->> 'maxP95DurationMs')::float8,
          (gate ->> 'maxP95DurationMs')::float8, (evidence ->> 'p95DurationMs')::float8)
      ) as rules (place, rule, fails, required, actual)
      where fails
    );
  end
  $$;

/*
 * Judges the version in a channel. When its runs fall short of the gate, the log has it with the evidence, for the namespace
 * only, because that is about its runs; and by the choice of the gate the channel goes back to where it pointed before. An
 * entry that somebody else is changing at this moment is left for the next run, or the next cleanup. Returns whether it
 * regressed just now.
 */
create function nofx.judge_channel(of_entry uuid, of_name text) returns boolean
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    channel nofx.channels;
    entry record;
    judged record;
    target record;
    evidence jsonb;
    failures jsonb;
    goes_back boolean;
    about jsonb;
  begin
    select * into channel from nofx.channels where entry_id = of_entry and name = of_name;
    if channel.gate is null then
      return false;
    end if;
    evidence := nofx.gate_evidence(channel.kind, channel.version_id, channel.namespace,
      coalesce((channel.gate -> 'windowHours')::integer, 24));
    failures := nofx.gate_failures(channel.gate, evidence, false);
    if (failures = '[]') = (channel.regressed_at is null) then
      return false;
    end if;
    if channel.kind = 'AGENT' then
      select slug, namespace into entry from nofx.agent_registry
        where id = of_entry and removed_at is null for no key update skip locked;
    else
      select slug, namespace into entry from nofx.template_registry
        where id = of_entry and removed_at is null for no key update skip locked;
    end if;
    if entry.slug is null or not exists (
      select from nofx.channels as now where now.entry_id = of_entry and now.name = of_name
        and (now.version_id, now.gate, now.regressed_at) is not distinct from (channel.version_id, channel.gate, channel.regressed_at)
    ) then
      return false;
    end if;
    if failures = '[]' then
      update nofx.channels set regressed_at = null where entry_id = of_entry and name = of_name;
      return false;
    end if;

    if channel.kind = 'AGENT' then
      select listed.version into judged from nofx.agent_versions listed where listed.id = channel.version_id;
      select listed.id, listed.version into target from nofx.agent_versions listed
        where listed.id = channel.previous_version_id and listed.status = 'ACTIVE';
    else
      select listed.version into judged from nofx.template_versions listed where listed.id = channel.version_id;
      select listed.id, listed.version into target from nofx.template_versions listed
        where listed.id = channel.previous_version_id and listed.status = 'ACTIVE';
    end if;
    goes_back := channel.gate ->> 'onRegression' = 'ROLL_BACK' and target.id is not null;
    about := jsonb_build_object('channel', of_name);
    insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id,
      audience, version, reason, before, after)
    values (lower(channel.kind) || '.updated', 'CHANNEL_REGRESSED', channel.kind, of_entry, entry.slug, entry.namespace,
      entry.namespace, coalesce(nofx.viewer_id(), '00000000-0000-4000-8000-000000000000'), 'gate of ' || of_name,
      'NAMESPACE', judged.version,
      'The runs of the version fell short of the gate of the channel.',
      about || jsonb_build_object('channelVersion', judged.version),
      about || jsonb_build_object('channelVersion', case when goes_back then target.version else judged.version end,
        'proposedVersion', target.version, 'rolledBack', goes_back, 'gate', channel.gate, 'failures', failures,
        'evidence', evidence));
    if goes_back then
      update nofx.channels set version_id = target.id where entry_id = of_entry and name = of_name;
      insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id,
        version, reason, before, after)
      values (lower(channel.kind) || '.updated', 'CHANNEL_SET', channel.kind, of_entry, entry.slug, entry.namespace,
        entry.namespace, coalesce(nofx.viewer_id(), '00000000-0000-4000-8000-000000000000'), 'gate of ' || of_name,
        target.version,
        'Rolled back by the gate of the channel.',
        about || jsonb_build_object('channelVersion', judged.version),
        about || jsonb_build_object('channelVersion', target.version));
    else
      update nofx.channels set regressed_at = now() where entry_id = of_entry and name = of_name;
    end if;
    return true;
  end
  $$;

/* After a run, or a step, ended: the channels with a gate that point to its version. */
create function nofx.judge_ended() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    gated record;
    ended uuid;
  begin
    if tg_table_name = 'runs' then
      ended := new.template_version_id;
    else
      ended := new.agent_version_id;
    end if;
    for gated in
      select entry_id, name from nofx.channels
      where version_id = ended and gate is not null and namespace = new.namespace order by entry_id, name
    loop
      perform nofx.judge_channel(gated.entry_id, gated.name);
    end loop;
    return null;
  end
  $$;

create trigger judge_ended after update on nofx.runs for each row
  when (new.status in ('SUCCEEDED', 'FAILED') and old.status <> new.status)
  execute function nofx.judge_ended();
create trigger judge_ended after update on nofx.steps for each row
  when (new.status in ('SUCCEEDED', 'FAILED') and old.status <> new.status)
  execute function nofx.judge_ended();

/* Judges all channels with a gate, as part of the cleanup: what the hours that passed have changed. */
create function nofx.judge_channels(most integer) returns integer
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    gated record;
    regressed integer := 0;
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself judges all channels' using errcode = 'insufficient_privilege';
    end if;
    for gated in select entry_id, name from nofx.channels where gate is not null order by random() limit most loop
      if nofx.judge_channel(gated.entry_id, gated.name) then
        regressed := regressed + 1;
      end if;
    end loop;
    return regressed;
  end
  $$;

revoke execute on function nofx.gate_evidence(text, uuid, text, integer), nofx.gate_failures(jsonb, jsonb, boolean),
  nofx.judge_channel(uuid, text), nofx.judge_ended(), nofx.judge_channels(integer) from public;
grant execute on function nofx.gate_evidence(text, uuid, text, integer), nofx.gate_failures(jsonb, jsonb, boolean),
  nofx.judge_channels(integer) to authenticated;
