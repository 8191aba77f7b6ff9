-- What is kept for a while only: idempotency keys for 72 hours, what callers spent for 20 seconds, claims on blobs for a day.

/* A key that is older is unused again, whether or not its row has been removed: who claims it anew takes the row over. */
grant update (payload_hash, created_at) on nofx.idempotency_keys to authenticated;

create policy idempotency_keys_forget on nofx.idempotency_keys to current_user using (true);
create index blob_claims_by_age on nofx.blob_claims (held_until);

/*
 * Forgets what is over, up to `most` rows of each; `more` says that there is still some. Rows that somebody has locked
 * are left for the next time, so any number of gateways may keep house at once. Only the registry itself may call it.
 */
create function nofx.keep_house(most integer)
  returns table (forgotten_keys integer, forgotten_spending integer, forgotten_claims integer, more boolean)
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself keeps house' using errcode = 'insufficient_privilege';
    end if;
    delete from nofx.idempotency_keys where (actor, operation, key) in (
      select old.actor, old.operation, old.key from nofx.idempotency_keys as old
      where old.created_at <= now() - interval '72 hours' order by old.created_at limit most for update skip locked
    );
    get diagnostics forgotten_keys = row_count;
    delete from nofx.rate_limits where (slot, account) in (
      select old.slot, old.account from nofx.rate_limits as old
      where old.slot < floor(extract(epoch from clock_timestamp()) / 10) - 1 limit most for update skip locked
    );
    get diagnostics forgotten_spending = row_count;
    delete from nofx.blob_claims where sha256 in (
      select old.sha256 from nofx.blob_claims as old
      where old.held_until < now() and (old.taken_at is null or old.taken_at < now() - interval '10 minutes')
      order by old.held_until limit most for update skip locked
    );
    get diagnostics forgotten_claims = row_count;
    more := greatest(forgotten_keys, forgotten_spending, forgotten_claims) >= most;
    return next;
  end
  $$;

revoke execute on function nofx.keep_house(integer) from public;
grant execute on function nofx.keep_house(integer) to authenticated;
