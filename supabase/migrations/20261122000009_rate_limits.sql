-- What callers have spent of late, so that all instances of the gateway count as one. An instance counts by itself and
-- brings its sums here about once a second; a row is one caller in one slot of ten seconds. Not worth a log: unlogged.

create unlogged table nofx.rate_limits (
  slot bigint not null,
  account text not null check (length(account) between 1 and 100),
  spent bigint not null check (spent >= 0),
  primary key (slot, account)
);

/* Nobody reads or writes it but the function below. */
alter table nofx.rate_limits enable row level security;
alter table nofx.rate_limits force row level security;
create policy rate_limits_settle on nofx.rate_limits to current_user using (true) with check (true);

/*
 * Adds what was spent, and says for each account what all instances spent in this slot and in the one before. Only the
 * registry itself may call it, by an id that no token carries: others could spend what is not theirs.
 */
create function nofx.settle_rate_limits(accounts text[], amounts bigint[])
  returns table (account text, spent bigint, spent_before bigint, at_ms bigint)
  language plpgsql volatile security definer set search_path = ''
  as $$
  #variable_conflict use_column
  declare
    now_ms constant bigint := floor(extract(epoch from clock_timestamp()) * 1000);
    this_slot constant bigint := now_ms / 10000;
  begin
    if nofx.viewer_id() is distinct from '00000000-0000-4000-8000-000000000000'::uuid then
      raise exception 'only the registry itself settles' using errcode = 'insufficient_privilege';
    end if;
    delete from nofx.rate_limits where (slot, account) in (
      select slot, account from nofx.rate_limits where slot < this_slot - 1 limit 10000 for update skip locked
    );
    /* In one order, so that two instances never wait for each other. */
    insert into nofx.rate_limits as kept (slot, account, spent)
      select this_slot, spending.account, sum(spending.amount)
      from unnest(accounts, amounts) as spending (account, amount)
      group by spending.account order by spending.account
    on conflict (slot, account) do update set spent = kept.spent + excluded.spent;
    return query
      select this.account, this.spent, coalesce(before.spent, 0), now_ms
      from nofx.rate_limits this
      left join nofx.rate_limits before on before.slot = this_slot - 1 and before.account = this.account
      where this.slot = this_slot and this.account = any(accounts);
  end
  $$;

revoke execute on function nofx.settle_rate_limits(text[], bigint[]) from public;
grant execute on function nofx.settle_rate_limits(text[], bigint[]) to authenticated;
