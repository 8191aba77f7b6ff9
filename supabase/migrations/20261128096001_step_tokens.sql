-- The tokens that steps used, as their workers report them when an attempt ends. Every attempt counts, also before a retry of the run.

alter table nofx.steps
  /* The sum over all attempts. Null until one reports it. */
  add column input_tokens bigint check (input_tokens >= 0),
  add column output_tokens bigint check (output_tokens >= 0),
  add constraint steps_tokens check ((input_tokens is null) = (output_tokens is null));

alter table nofx.runs
  /* The sum over all steps, written with every change of a step. */
  add column input_tokens bigint check (input_tokens >= 0),
  add column output_tokens bigint check (output_tokens >= 0),
  add constraint runs_tokens check ((input_tokens is null) = (output_tokens is null));

/* As before; the tokens of a step are added when an attempt ends, and stay when it is opened again. */
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
      'claim_hash', 'claimed_until', 'available_at', 'started_at', 'finished_at', 'input_tokens', 'output_tokens'];
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
      new.input_tokens := old.input_tokens;
      new.output_tokens := old.output_tokens;
      return new;
    end if;
    if coalesce(run_status, 'FAILED') not in ('QUEUED', 'RUNNING') or old.status not in ('QUEUED', 'RUNNING') then
      raise exception 'what has ended does not change' using errcode = 'restrict_violation';
    end if;
    if (new.input_tokens, new.output_tokens) is distinct from (old.input_tokens, old.output_tokens)
      and (new.status = old.status or new.status in ('RUNNING', 'SKIPPED')
        or new.input_tokens is null or new.input_tokens < old.input_tokens or new.output_tokens < old.output_tokens) then
      raise exception 'tokens are added when an attempt ends' using errcode = 'restrict_violation';
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

/* After guard_run, which does not let them be changed otherwise. */
create function nofx.set_run_tokens() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    select sum(step.input_tokens), sum(step.output_tokens) into new.input_tokens, new.output_tokens
      from nofx.steps step where step.run_id = new.id;
    return new;
  end
  $$;

create trigger set_run_tokens before update on nofx.runs for each row execute function nofx.set_run_tokens();

revoke execute on function nofx.set_run_tokens() from public;

grant update (input_tokens, output_tokens) on nofx.steps to authenticated;
