-- Which blobs the versions need, and who is about to remove one. A blob is of no tenant: the same content is kept once.

/*
 * For `files @> [{"sha256": …}]`: 42 MB for a million files, and a thousand digests are looked up in 25 ms. Without
 * `fastupdate`, whose list of pending entries is read through for each digest: that took 1.9 seconds.
 */
create index agent_versions_by_file on nofx.agent_versions using gin (files jsonb_path_ops) with (fastupdate = off);
create index template_versions_by_file on nofx.template_versions using gin (files jsonb_path_ops) with (fastupdate = off);

/*
 * A publish holds its blobs from before it puts them until a version refers to them; a sweep takes those that nobody
 * refers to and nobody holds, removes them, and lets go. Both write the row of the digest, so that one of them sees
 * the other: what is held is not taken, what is taken is not held. All by this database's clock.
 */
create table nofx.blob_claims (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  held_until timestamptz not null,
  /* A sweep that died lets go by itself after ten minutes: far longer than any removal may take. */
  taken_at timestamptz
);

alter table nofx.blob_claims enable row level security;
alter table nofx.blob_claims force row level security;

/* Nobody reads or writes it but the functions below, which run as the owner and see the files of all tenants. */
create policy blob_claims_all on nofx.blob_claims to current_user using (true) with check (true);
create policy agent_versions_files on nofx.agent_versions for select to current_user using (true);
create policy template_versions_files on nofx.template_versions for select to current_user using (true);

/* Holds the blobs for a day. Returns the ones that are held now: what is missing is being removed, so ask again. */
create function nofx.hold_blobs(digests text[]) returns setof text
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not nofx.is_publisher() then
      raise exception 'only a publisher holds blobs' using errcode = 'insufficient_privilege';
    end if;
    return query
      insert into nofx.blob_claims as claim (sha256, held_until)
      select distinct asked.sha256, now() + interval '1 day' from unnest(digests) as asked (sha256) order by asked.sha256
      on conflict (sha256) do update set held_until = excluded.held_until, taken_at = null
        where claim.taken_at is null or claim.taken_at < now() - interval '10 minutes'
      returning claim.sha256;
  end
  $$;

/* Which of these blobs no version of any tenant refers to, and nobody holds. */
create function nofx.loose_blobs(digests text[]) returns setof text
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    if not nofx.is_admin() then
      raise exception 'only an admin asks what is loose' using errcode = 'insufficient_privilege';
    end if;
    return query
      select asked.sha256 from unnest(digests) as asked (sha256)
      where not exists (
          select from nofx.agent_versions version
          where version.files @> jsonb_build_array(jsonb_build_object('sha256', asked.sha256))
        )
        and not exists (
          select from nofx.template_versions version
          where version.files @> jsonb_build_array(jsonb_build_object('sha256', asked.sha256))
        )
        and not exists (
          select from nofx.blob_claims claim where claim.sha256 = asked.sha256 and claim.held_until > now()
        );
  end
  $$;

/* Takes what is loose. Whoever gets a digest here removes its blob and releases it; nobody holds it until then. */
create function nofx.take_blobs(digests text[]) returns setof text
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    return query
      insert into nofx.blob_claims as claim (sha256, held_until, taken_at)
      select loose.sha256, '-infinity', now() from nofx.loose_blobs(digests) as loose (sha256) order by loose.sha256
      on conflict (sha256) do update set taken_at = excluded.taken_at
        where claim.held_until <= now() and (claim.taken_at is null or claim.taken_at < now() - interval '10 minutes')
      returning claim.sha256;
  end
  $$;

/* The blobs are gone. Forgets, too, some of what was held long ago. */
create function nofx.release_blobs(digests text[]) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if not nofx.is_admin() then
      raise exception 'only an admin releases blobs' using errcode = 'insufficient_privilege';
    end if;
    delete from nofx.blob_claims where sha256 = any (digests) and taken_at is not null;
    delete from nofx.blob_claims where sha256 in (
      select sha256 from nofx.blob_claims where held_until < now() and taken_at is null
      limit 10000 for update skip locked
    );
  end
  $$;

revoke execute on function nofx.hold_blobs(text[]), nofx.loose_blobs(text[]), nofx.take_blobs(text[]),
  nofx.release_blobs(text[]) from public;
grant execute on function nofx.hold_blobs(text[]), nofx.loose_blobs(text[]), nofx.take_blobs(text[]),
  nofx.release_blobs(text[]) to authenticated;
