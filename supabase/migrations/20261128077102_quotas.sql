-- Quotas of namespaces: how many versions and bytes they may store, and how many runs they may create in a day. The operator
-- sets them, as the owner. Without a row there is no limit.

create table nofx.namespace_quotas (
  namespace text not null check (nofx.is_namespace(namespace)),
  quota text not null check (quota in ('VERSIONS', 'STORED_BYTES', 'RUNS_PER_DAY')),
  most bigint not null check (most >= 0),
  set_at timestamptz(3) not null default now(),
  primary key (namespace, quota)
);

alter table nofx.namespace_quotas enable row level security;
alter table nofx.namespace_quotas force row level security;

create policy namespace_quotas_read on nofx.namespace_quotas for select to authenticated using (
  namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin())
);
create policy namespace_quotas_owner on nofx.namespace_quotas to current_user using (true) with check (true);
create policy owner_backup on nofx.namespace_quotas for select to current_user
  using ((select current_setting('registry.backup', true)) = 'on');

grant select on nofx.namespace_quotas to authenticated;

/* Midnight in UTC, at the beginning of today. */
create function nofx.quota_day() returns timestamptz
  language sql stable set search_path = ''
  as $$ select date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' $$;

/* How much of a quota is used, by the meters: what is numbered and what is not, this transaction included. */
create function nofx.quota_used(of_namespace text, of_quota text) returns bigint
  language plpgsql volatile set search_path = ''
  as $$
  begin
    if of_quota = 'RUNS_PER_DAY' then
      return (
        select count(*) from nofx.runs where namespace = of_namespace and created_at >= nofx.quota_day()::timestamptz(3)
      );
    end if;
    return (
      select coalesce((select total from nofx.usage_totals where namespace = of_namespace and meter = of_quota), 0)
        + coalesce((
          select sum(quantity) from nofx.usage_records
          where seq is null and namespace = of_namespace and meter = of_quota
        ), 0)
    );
  end
  $$;

/*
 * Refuses what this transaction adds to a quota, if that is more than there may be. The row of the quota is locked until the
 * end of the transaction, and what is used is read after it: writers of one namespace cannot pass it together. A namespace
 * without the quota costs a look into an index.
 */
create function nofx.require_quota(of_namespace text, of_quota text, added bigint) returns void
  language plpgsql volatile set search_path = ''
  as $$
  declare
    allowed bigint;
    used bigint;
  begin
    if added <= 0 then
      return;
    end if;
    select most into allowed from nofx.namespace_quotas where namespace = of_namespace and quota = of_quota for update;
    if not found then
      return;
    end if;
    used := nofx.quota_used(of_namespace, of_quota);
    if used > allowed then
      raise exception 'a quota is exceeded' using errcode = 'RQ001', detail = jsonb_build_object(
        'quota', of_quota, 'limit', allowed, 'used', used - added, 'added', added,
        'resetsAt', case of_quota when 'RUNS_PER_DAY' then to_char((nofx.quota_day() + interval '1 day') at time zone 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end
      )::text;
    end if;
  end
  $$;

/* After the meters, whose records are what is counted. */
create function nofx.require_version_quotas() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform nofx.require_quota(new.namespace, 'VERSIONS', 1);
    perform nofx.require_quota(new.namespace, 'STORED_BYTES', nofx.version_bytes(new.files));
    return null;
  end
  $$;

create trigger require_quotas after insert on nofx.agent_versions
  for each row execute function nofx.require_version_quotas();
create trigger require_quotas after insert on nofx.template_versions
  for each row execute function nofx.require_version_quotas();

create function nofx.require_run_quota() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  begin
    perform nofx.require_quota(new.namespace, 'RUNS_PER_DAY', 1);
    return null;
  end
  $$;

create trigger require_quotas after insert on nofx.runs
  for each row execute function nofx.require_run_quota();

/* The quotas of the viewer's namespace, with what is used of them. */
create function nofx.own_quotas() returns table (quota text, most bigint, used bigint, resets_at timestamptz)
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not nofx.is_admin() then
      raise exception 'only an admin may read quotas' using errcode = 'insufficient_privilege';
    end if;
    return query
      select given.quota, given.most, nofx.quota_used(given.namespace, given.quota),
        case given.quota when 'RUNS_PER_DAY' then nofx.quota_day() + interval '1 day' end
      from nofx.namespace_quotas given
      where given.namespace = nofx.viewer_namespace()
      order by array_position(array['VERSIONS', 'STORED_BYTES', 'RUNS_PER_DAY'], given.quota);
  end
  $$;

revoke execute on function nofx.quota_used(text, text), nofx.require_quota(text, text, bigint), nofx.require_version_quotas(),
  nofx.require_run_quota(), nofx.own_quotas(), nofx.quota_day() from public;
grant execute on function nofx.own_quotas() to authenticated;
