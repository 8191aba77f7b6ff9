-- Runs that are carried out: steps are claimed by workers for a time, reported, and tried again.
--
-- What a run is follows from its steps, here and not in who reports: a publisher moves steps, the rest moves by itself.

alter table nofx.runs
  add column revision bigint not null default 0,
  /* From when on a worker may find something to do in it; null when it has to be reported first, or has ended. */
  add column claimable_at timestamptz default '-infinity';

alter table nofx.steps
  /* As the plan has them: what is filled in when the step begins, and what it is to give back. */
  add column plan_inputs jsonb not null default '{}',
  add column plan_outputs jsonb not null default '{}',
  add column attempt integer not null default 0,
  add column max_attempts integer not null default 3 check (max_attempts between 1 and 100),
  add column error_code text check (error_code ~ '^[A-Za-z][A-Za-z0-9_.:-]{0,63}$'),
  add column error_message text check (length(error_message) <= 2000),
  add column worker text check (worker ~ '^[A-Za-z0-9_.:@-]{1,100}$'),
  /* SHA-256 of the claim's token: whoever reads the row cannot report with it. It stays when the claim is over. */
  add column claim_hash text check (claim_hash ~ '^[0-9a-f]{64}$'),
  add column claimed_until timestamptz(3),
  add column available_at timestamptz(3),
  add constraint steps_error check ((error_code is null) = (error_message is null)),
  add constraint steps_claim check (case
    when status = 'RUNNING' then (claimed_until is null) = (claim_hash is null) and (claim_hash is null or worker is not null)
    else claimed_until is null
  end),
  add constraint steps_waiting check (available_at is null or status = 'QUEUED'),
  add constraint steps_outputs check (outputs is null or (status = 'SUCCEEDED' and jsonb_typeof(outputs) = 'object')),
  /* As it is in memory, which is more than as it was sent. The gateway takes 256 KiB. */
  add constraint steps_outputs_size check (pg_column_size(outputs) <= 4194304);

/* What a worker looks for, in its order. */
create index runs_claimable on nofx.runs (namespace, created_at, id) include (claimable_at) where claimable_at is not null;
create index steps_open on nofx.steps (run_id, position) where status in ('QUEUED', 'RUNNING');

/* Whether a step can never begin, because one before it came to nothing. */
create function nofx.step_is_lost(run uuid, depends_on text[]) returns boolean
  language sql stable set search_path = ''
  as $$
    with recursive before as (
      select step.status, step.depends_on from nofx.steps step
      where step.run_id = run and step.step_id = any(step_is_lost.depends_on)
      union
      select step.status, step.depends_on from nofx.steps step
      join before on step.step_id = any(before.depends_on)
      where step.run_id = run
    )
    select exists (select from before where status in ('FAILED', 'CANCELLED'))
  $$;

/* What its steps make of a run. */
create function nofx.run_status(run uuid) returns text
  language sql stable set search_path = ''
  as $$
    select case
      when count(*) = 0 or bool_and(status = 'QUEUED' and attempt = 0) then 'QUEUED'
      when bool_or(status in ('QUEUED', 'RUNNING')) then 'RUNNING'
      when bool_or(status = 'CANCELLED') then 'CANCELLED'
      when bool_or(status = 'FAILED') then 'FAILED'
      else 'SUCCEEDED'
    end
    from nofx.steps where run_id = run
  $$;

/* From when on there is something to claim in a run: a step whose turn it is, or one whose worker may be lost. */
create function nofx.run_claimable_at(run uuid) returns timestamptz
  language sql stable set search_path = ''
  as $$
    select min(case step.status when 'RUNNING' then step.claimed_until else coalesce(step.available_at, '-infinity') end)
    from nofx.steps step
    where step.run_id = run and (
      step.status = 'RUNNING'
      or step.status = 'QUEUED' and not exists (
        select from nofx.steps needed
        where needed.run_id = step.run_id and needed.step_id = any(step.depends_on) and needed.status <> 'SUCCEEDED'
      )
    )
  $$;

/*
 * Which change of a step is one that can happen. Its times and attempts are written here, not by who reports.
 * The run's row is the lock of everything in it: two that change steps of one run take turns, whoever they are.
 */
create function nofx.guard_step() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    run_status text;
    begins constant boolean := old.status = 'QUEUED' and new.status in ('RUNNING', 'SUCCEEDED', 'FAILED');
    taken_over constant boolean :=
      old.status = 'RUNNING' and new.status = 'RUNNING' and new.claim_hash is distinct from old.claim_hash;
    changing constant text[] := array['status', 'inputs', 'outputs', 'attempt', 'error_code', 'error_message', 'worker',
      'claim_hash', 'claimed_until', 'available_at', 'started_at', 'finished_at'];
  begin
    if to_jsonb(new) - changing is distinct from to_jsonb(old) - changing then
      raise exception 'a step keeps what the plan made it' using errcode = 'restrict_violation';
    end if;
    select status into run_status from nofx.runs where id = old.run_id for no key update;
    if coalesce(run_status, 'FAILED') not in ('QUEUED', 'RUNNING') or old.status not in ('QUEUED', 'RUNNING') then
      raise exception 'what has ended does not change' using errcode = 'restrict_violation';
    end if;
    new.attempt := old.attempt;
    new.started_at := old.started_at;
    new.finished_at := null;
    if new.claimed_until > clock_timestamp() + interval '1 hour' then
      new.claimed_until := clock_timestamp() + interval '1 hour';
    end if;

    if begins or taken_over then
      if exists (
        select from nofx.steps needed
        where needed.run_id = old.run_id and needed.step_id = any(old.depends_on) and needed.status <> 'SUCCEEDED'
      ) then
        raise exception 'a step waits for those that it depends on' using errcode = 'restrict_violation';
      end if;
      if old.attempt >= old.max_attempts then
        raise exception 'a step has no more attempts than it has' using errcode = 'restrict_violation';
      end if;
      new.attempt := old.attempt + 1;
      new.started_at := coalesce(old.started_at, now());
    end if;
    if taken_over and (old.claimed_until is null or old.claimed_until > now() or new.claimed_until is null) then
      raise exception 'a claim is taken over when its time is over' using errcode = 'restrict_violation';
    end if;
    if new.inputs is distinct from old.inputs and not (begins and old.attempt = 0) then
      raise exception 'the inputs are filled in once' using errcode = 'restrict_violation';
    end if;
    if new.status = 'QUEUED' and (old.status = 'QUEUED' or new.available_at is null or old.attempt >= old.max_attempts) then
      raise exception 'a step goes back when it is tried again, and not before' using errcode = 'restrict_violation';
    end if;
    if new.status = 'SKIPPED' and (old.status = 'RUNNING' or not nofx.step_is_lost(old.run_id, old.depends_on)) then
      raise exception 'a step is skipped when one before it came to nothing' using errcode = 'restrict_violation';
    end if;
    if new.status not in ('QUEUED', 'RUNNING') then
      new.finished_at := now();
    end if;
    return new;
  end
  $$;

create trigger guard_step before update on nofx.steps for each row execute function nofx.guard_step();

/* A run is what its steps make of it; its times are written here, and every change makes it a revision newer. */
create function nofx.guard_run() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    changing constant text[] := array['status', 'revision', 'claimable_at', 'started_at', 'finished_at'];
  begin
    if to_jsonb(new) - changing is distinct from to_jsonb(old) - changing then
      raise exception 'a run keeps what it was made of' using errcode = 'restrict_violation';
    end if;
    if old.status not in ('QUEUED', 'RUNNING') then
      raise exception 'a run that has ended does not change' using errcode = 'restrict_violation';
    end if;
    if new.status is distinct from old.status and new.status is distinct from nofx.run_status(old.id) then
      raise exception 'a run is what its steps make of it' using errcode = 'restrict_violation';
    end if;
    new.revision := old.revision + 1;
    new.claimable_at := nofx.run_claimable_at(old.id);
    new.started_at := coalesce(old.started_at, case when new.status <> 'QUEUED' then now() end);
    new.finished_at := case when new.status not in ('QUEUED', 'RUNNING') then now() end;
    return new;
  end
  $$;

create trigger guard_run before update on nofx.runs for each row execute function nofx.guard_run();

/* After steps have changed: what can never begin is skipped, and their runs become what they are by now. */
create function nofx.settle_runs() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if exists (select from changed where status in ('FAILED', 'CANCELLED')) then
      with recursive lost as (
        select step.run_id, step.step_id from changed step where step.status in ('FAILED', 'CANCELLED')
        union
        select step.run_id, step.step_id from nofx.steps step
        join lost on lost.run_id = step.run_id and lost.step_id = any(step.depends_on)
        where step.status = 'QUEUED'
      )
      update nofx.steps step set status = 'SKIPPED', available_at = null from lost
      where step.run_id = lost.run_id and step.step_id = lost.step_id and step.status = 'QUEUED';
    end if;
    update nofx.runs run set status = nofx.run_status(run.id)
      where run.id in (select run_id from changed) and run.status in ('QUEUED', 'RUNNING');
    return null;
  end
  $$;

create trigger settle_runs after update on nofx.steps referencing new table as changed
  for each statement execute function nofx.settle_runs();

create trigger notify_event after update on nofx.runs for each statement execute function nofx.notify_event();

create policy runs_update on nofx.runs for update to authenticated
  using (namespace = (select nofx.viewer_namespace()) and (select nofx.is_publisher()));
create policy steps_update on nofx.steps for update to authenticated
  using (exists (select from nofx.runs run where run.id = run_id) and (select nofx.is_publisher()));

grant insert (plan_inputs, plan_outputs) on nofx.steps to authenticated;
grant update (status) on nofx.runs to authenticated;
grant update (status, inputs, outputs, error_code, error_message, worker, claim_hash, claimed_until, available_at)
  on nofx.steps to authenticated;

/*
 * How new these runs are, of whatever tenant: it tells that something changed, not what. Only the registry itself may
 * ask; who watches a run then reads it as itself.
 */
create policy runs_revisions on nofx.runs for select to current_user using (true);

create function nofx.run_revisions(ids uuid[]) returns table (id uuid, revision bigint)
  language plpgsql stable security definer set search_path = ''
  as $$
  #variable_conflict use_column
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself asks for revisions' using errcode = 'insufficient_privilege';
    end if;
    return query select run.id, run.revision from nofx.runs run where run.id = any(ids);
  end
  $$;

revoke execute on function nofx.run_revisions(uuid[]) from public;
grant execute on function nofx.run_revisions(uuid[]) to authenticated;
