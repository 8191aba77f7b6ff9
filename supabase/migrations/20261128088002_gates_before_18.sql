-- The same as before, but numbers are cast from text: JSON's null is none before Postgres 18, and refused there.

create or replace function nofx.gate_failures(gate jsonb, evidence jsonb, enters boolean) returns jsonb
  language plpgsql immutable set search_path = ''
  as $$
  declare
    runs constant integer := (evidence ->> 'runs')::integer;
    fewest constant integer := coalesce((gate ->> 'minRuns')::integer, 0);
  begin
    return (
      select coalesce(jsonb_agg(jsonb_build_object('rule', rule, 'required', required, 'actual', actual) order by place), '[]')
      from (values
        (1, 'REQUIRE_TESTS', enters and gate -> 'requireTests' = 'true'
          and ((evidence ->> 'tests')::integer = 0 or evidence -> 'tests' <> evidence -> 'testsPassed'),
          greatest((evidence ->> 'tests')::integer, 1)::float8, (evidence ->> 'testsPassed')::float8),
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
create or replace function nofx.judge_channel(of_entry uuid, of_name text) returns boolean
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
      coalesce((channel.gate ->> 'windowHours')::integer, 24));
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
