-- A step has a timeout, from the resource profiles of its agent and of its run. Whoever executes it and whatever they
-- report, an attempt that takes longer is ended.

alter table nofx.steps
  add column timeout_seconds integer check (timeout_seconds between 1 and 604800),
  /* Of the current attempt. */
  add column times_out_at timestamptz(3),
  add constraint steps_times_out check (times_out_at is null or status = 'RUNNING');

create index steps_timing_out on nofx.steps (times_out_at) where times_out_at is not null;

/* After guard_step, which does not let it be changed otherwise. */
create function nofx.set_step_timeout() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if new.status <> 'RUNNING' then
      new.times_out_at := null;
    elsif old.status <> 'RUNNING' or new.claim_hash is distinct from old.claim_hash then
      new.times_out_at := clock_timestamp() + make_interval(secs => new.timeout_seconds);
    end if;
    return new;
  end
  $$;

create trigger set_step_timeout before update on nofx.steps for each row execute function nofx.set_step_timeout();

revoke execute on function nofx.set_step_timeout() from public;

/* From when on there is something to do in a run: a step whose turn it is, whose worker may be lost, or that times out. */
create or replace function nofx.run_claimable_at(run uuid) returns timestamptz
  language sql stable set search_path = ''
  as $$
    select min(case step.status when 'RUNNING' then least(step.claimed_until, step.times_out_at)
      else coalesce(step.available_at, '-infinity') end)
    from nofx.steps step
    where step.run_id = run and (
      step.status = 'RUNNING'
      or step.status = 'QUEUED' and not exists (
        select from nofx.steps needed
        where needed.run_id = step.run_id and needed.step_id = any(step.depends_on) and needed.status <> 'SUCCEEDED'
      )
    )
  $$;

grant insert (timeout_seconds) on nofx.steps to authenticated;

/*
 * The namespaces with a step that has timed out, which may have no worker that asks. Only the registry itself may ask; it
 * then ends the steps as a publisher of each namespace.
 */
create policy steps_timing_out on nofx.steps for select to current_user using (times_out_at is not null);

create function nofx.namespaces_with_timeouts(most integer) returns setof text
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself asks for timeouts' using errcode = 'insufficient_privilege';
    end if;
    return query select distinct late.namespace
      from (select step.namespace from nofx.steps step where step.times_out_at < now() order by step.times_out_at limit most) late;
  end
  $$;

revoke execute on function nofx.namespaces_with_timeouts(integer) from public;
grant execute on function nofx.namespaces_with_timeouts(integer) to authenticated;
