-- Who cancels a run says why. The run's row says so, and its steps are cancelled by it, as they are opened by a retry.

alter table nofx.runs
  add column cancelled_at timestamptz(3),
  add column cancelled_by uuid,
  add column cancel_reason text check (length(cancel_reason) between 1 and 500),
  add constraint runs_cancelled check (
    (cancelled_at is null) = (cancelled_by is null) and (cancel_reason is null or cancelled_at is not null)
  );

create or replace function nofx.guard_run() returns trigger
  language plpgsql set search_path = ''
  as $$
  declare
    changing constant text[] := array['status', 'revision', 'claimable_at', 'started_at', 'finished_at', 'retries',
      'retry_from', 'retry_reason', 'retried_at', 'cancelled_at', 'cancelled_by', 'cancel_reason'];
    cancels constant boolean := old.cancelled_at is null and new.cancelled_at is not null;
  begin
    if to_jsonb(new) - changing is distinct from to_jsonb(old) - changing then
      raise exception 'a run keeps what it was made of' using errcode = 'restrict_violation';
    end if;
    if not cancels and (new.cancelled_at, new.cancelled_by, new.cancel_reason)
      is distinct from (old.cancelled_at, old.cancelled_by, old.cancel_reason) then
      raise exception 'how a run was cancelled does not change' using errcode = 'restrict_violation';
    end if;
    if cancels then
      if old.status not in ('QUEUED', 'RUNNING') or new.status is distinct from old.status
        or new.retries is distinct from old.retries then
        raise exception 'a run that has not ended is cancelled' using errcode = 'restrict_violation';
      end if;
      new.cancelled_at := now();
      new.cancelled_by := nofx.viewer_id();
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

/* Cancels the steps of a run that is cancelled: those that have not ended. */
create function nofx.cancel_steps() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    update nofx.steps set status = 'CANCELLED', claimed_until = null, available_at = null
      where run_id = new.id and status in ('QUEUED', 'RUNNING');
    return null;
  end
  $$;

create trigger cancel_steps after update of cancelled_at on nofx.runs for each row
  when (old.cancelled_at is null and new.cancelled_at is not null) execute function nofx.cancel_steps();

revoke execute on function nofx.cancel_steps() from public;
grant update (cancelled_at, cancel_reason) on nofx.runs to authenticated;
