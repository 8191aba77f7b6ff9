-- A run that failed is retried: from the steps that failed, or from the start. The run stays the same run.
--
-- Who retries says so in the run's row; its steps are opened again here, and by nobody else.

alter table nofx.runs
  add column retries integer not null default 0 check (retries >= 0),
  /* Of the last retry. */
  add column retry_from text check (retry_from in ('FAILED', 'START')),
  add column retry_reason text check (length(retry_reason) between 1 and 500),
  add column retried_at timestamptz(3),
  add constraint runs_retried check ((retries > 0) = (retry_from is not null and retried_at is not null));

create or replace function nofx.guard_step() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    run_status text;
    reopened boolean;
    begins constant boolean := old.status = 'QUEUED' and new.status in ('RUNNING', 'SUCCEEDED', 'FAILED');
    taken_over constant boolean :=
      old.status = 'RUNNING' and new.status = 'RUNNING' and new.claim_hash is distinct from old.claim_hash;
    changing constant text[] := array['status', 'inputs', 'outputs', 'attempt', 'error_code', 'error_message', 'worker',
      'claim_hash', 'claimed_until', 'available_at', 'started_at', 'finished_at'];
  begin
    if to_jsonb(new) - changing is distinct from to_jsonb(old) - changing then
      raise exception 'a step keeps what the plan made it' using errcode = 'restrict_violation';
    end if;
    select status, retried_at = now()::timestamptz(3) and (retry_from = 'START' or old.status in ('FAILED', 'SKIPPED'))
      into run_status, reopened from nofx.runs where id = old.run_id for no key update;
    /* Only in the transaction that retries the run: it begins again as if it had never begun. */
    if reopened and run_status = 'RUNNING' and old.status in ('SUCCEEDED', 'FAILED', 'SKIPPED') and new.status = 'QUEUED' then
      new.attempt := 0;
      new.inputs := old.inputs;
      new.outputs := null;
      new.error_code := null;
      new.error_message := null;
      new.worker := null;
      new.claim_hash := null;
      new.claimed_until := null;
      new.available_at := null;
      new.started_at := null;
      new.finished_at := null;
      return new;
    end if;
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

create or replace function nofx.guard_run() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    changing constant text[] := array['status', 'revision', 'claimable_at', 'started_at', 'finished_at', 'retries',
      'retry_from', 'retry_reason', 'retried_at'];
  begin
    if to_jsonb(new) - changing is distinct from to_jsonb(old) - changing then
      raise exception 'a run keeps what it was made of' using errcode = 'restrict_violation';
    end if;
    if new.retries is distinct from old.retries then
      if old.status <> 'FAILED' or new.retries is distinct from old.retries + 1 or new.retry_from is null then
        raise exception 'a run that has failed is retried, once at a time' using errcode = 'restrict_violation';
      end if;
      /* What it is by now follows when its steps are open again, at the end of the statement. */
      new.status := 'RUNNING';
      new.retried_at := now();
      new.revision := old.revision + 1;
      new.claimable_at := null;
      new.started_at := case new.retry_from when 'START' then null else old.started_at end;
      new.finished_at := null;
      return new;
    end if;
    if (new.retry_from, new.retry_reason, new.retried_at) is distinct from (old.retry_from, old.retry_reason, old.retried_at) then
      raise exception 'how a run was retried does not change' using errcode = 'restrict_violation';
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

/* Opens the steps of a run that is retried: all of them, or those that failed and those that waited for them. */
create function nofx.reopen_steps() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    update nofx.steps set status = 'QUEUED'
      where run_id = new.id
        and (new.retry_from = 'START' and status <> 'QUEUED' or status in ('FAILED', 'SKIPPED'));
    return null;
  end
  $$;

create trigger reopen_steps after update of retries on nofx.runs for each row
  when (new.retries is distinct from old.retries) execute function nofx.reopen_steps();

grant update (retries, retry_from, retry_reason) on nofx.runs to authenticated;
