-- The bucket of bundles, where Supabase Storage is: private, kept by the gateways with the project's secret key. A
-- publisher may put an upload into `incoming/<namespace>/`, and see that one again; nobody does anything else there.
-- A plain Postgres has no bucket, and a preview has no uploads.

do $$
  begin
    if 'nofx' <> 'no' || 'fx' or to_regclass('storage.objects') is null then
      return;
    end if;

    /* As large as the body of a publish. Two types, so that no page of somebody else is served from the project's host. */
    insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
    values ('registry-bundles', 'registry-bundles', false, 32 * 1024 * 1024, array['application/json', 'application/octet-stream'])
    on conflict (id) do update set
      public = excluded.public,
      file_size_limit = excluded.file_size_limit,
      allowed_mime_types = excluded.allowed_mime_types;

    /* `incoming/<namespace>/<name>.json`, as packages/shared/manifest/bundleUpload.ts has it. */
    create or replace function nofx.may_upload(place text) returns boolean
      language plpgsql stable set search_path = ''
      as $may$
      begin
        return nofx.is_publisher()
          and nofx.is_namespace(nofx.viewer_namespace())
          and storage.foldername(place) = array['incoming', nofx.viewer_namespace()]
          and storage.filename(place) ~ '^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}\.json$';
      end
      $may$;
    revoke execute on function nofx.may_upload(text) from public;
    /* To anon too: the policies below look at the files of every bucket. */
    grant execute on function nofx.may_upload(text) to anon, authenticated;

    drop policy if exists registry_bundles_upload on storage.objects;
    create policy registry_bundles_upload on storage.objects for insert to authenticated
      with check (
        bucket_id = 'registry-bundles'
        and owner_id = (select auth.jwt() ->> 'sub')
        and nofx.may_upload(name)
      );

    drop policy if exists registry_bundles_own on storage.objects;
    create policy registry_bundles_own on storage.objects for select to authenticated
      using (
        bucket_id = 'registry-bundles'
        and owner_id = (select auth.jwt() ->> 'sub')
        and nofx.may_upload(name)
      );

    /*
     * Restrictive: a policy of another application of the project, that forgets to name its bucket, opens nothing here.
     * They are asked for every bucket, so nothing in them may fail: an id of somebody else's users need not be a uuid.
     */
    drop policy if exists registry_bundles_insert_no_more on storage.objects;
    create policy registry_bundles_insert_no_more on storage.objects as restrictive for insert to anon, authenticated
      with check (
        bucket_id is distinct from 'registry-bundles'
        or (owner_id = (select auth.jwt() ->> 'sub') and nofx.may_upload(name))
      );
    drop policy if exists registry_bundles_select_no_more on storage.objects;
    create policy registry_bundles_select_no_more on storage.objects as restrictive for select to anon, authenticated
      using (
        bucket_id is distinct from 'registry-bundles'
        or (owner_id = (select auth.jwt() ->> 'sub') and nofx.may_upload(name))
      );
    drop policy if exists registry_bundles_update_never on storage.objects;
    create policy registry_bundles_update_never on storage.objects as restrictive for update to anon, authenticated
      using (bucket_id is distinct from 'registry-bundles')
      with check (bucket_id is distinct from 'registry-bundles');
    drop policy if exists registry_bundles_delete_never on storage.objects;
    create policy registry_bundles_delete_never on storage.objects as restrictive for delete to anon, authenticated
      using (bucket_id is distinct from 'registry-bundles');
  end
$$;
