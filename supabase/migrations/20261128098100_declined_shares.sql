-- A share that the admins of the namespace it is for decline: it ends as if the owner had ended it.

alter table nofx.registry_events
  drop constraint registry_events_action_check,
  add constraint registry_events_action_check check (action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'ROLLED_BACK',
    'DEPRECATED', 'DISABLED', 'ENABLED', 'ARCHIVED', 'REMOVED', 'RATED', 'INSTANTIATED', 'VALIDATION_FAILED',
    'VISIBILITY_CHANGED', 'COMPATIBILITY_CHANGED', 'UNARCHIVED', 'DISCARDED', 'LISTING_CHANGED', 'CHANNEL_SET',
    'CHANNEL_REMOVED', 'CHANNEL_REGRESSED', 'COMMENT_HIDDEN', 'COMMENT_SHOWN', 'FEATURED', 'UNFEATURED', 'SHARED',
    'UNSHARED', 'SHARE_DECLINED'));

/* As before; that a share was declined is written by `decline_share` only. */
alter policy registry_events_append on nofx.registry_events with check (
  seq is null
  and tenant = (select nofx.viewer_namespace())
  and actor = (select nofx.viewer_id())
  and (select nofx.is_publisher())
  and (namespace = tenant or action = 'INSTANTIATED')
  and (
    action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'INSTANTIATED', 'VALIDATION_FAILED', 'VISIBILITY_CHANGED',
      'COMPATIBILITY_CHANGED', 'DISCARDED', 'LISTING_CHANGED', 'CHANNEL_SET')
    or (action not in ('RATED', 'CHANNEL_REGRESSED', 'SHARE_DECLINED') and (select nofx.is_admin()))
  )
  and case
    when entry_id is null then action = 'VALIDATION_FAILED'
    when kind = 'AGENT' then exists (
      select from nofx.agent_registry entry
      where entry.id = entry_id and (entry.namespace, entry.slug) = (registry_events.namespace, registry_events.slug)
    )
    else exists (
      select from nofx.template_registry entry
      where entry.id = entry_id and (entry.namespace, entry.slug) = (registry_events.namespace, registry_events.slug)
    )
  end
  and (report_id is null or exists (
    select from nofx.registry_validation_reports report where report.id = report_id
  ))
);

/* As before; that a share was declined is for the admins of the entry's namespace, as its other shares are. */
alter policy registry_events_read on nofx.registry_events using (
  seq is not null
  and case
    when action = 'INSTANTIATED' then tenant = (select nofx.viewer_namespace())
    when action in ('DRAFTED', 'DISCARDED', 'VALIDATION_FAILED') then
      tenant = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
    when audience = 'SHARE_WITHDRAWAL' then recipient = (select nofx.viewer_namespace())
    when audience = 'SHARE' and recipient is distinct from (select nofx.viewer_namespace()) then false
    when audience = 'NAMESPACE' and action in ('SHARED', 'UNSHARED', 'SHARE_DECLINED') then
      namespace = (select nofx.viewer_namespace()) and (select nofx.is_admin())
    when audience = 'WITHDRAWAL' then namespace is distinct from (select nofx.viewer_namespace())
    when audience = 'NAMESPACE' and namespace is distinct from (select nofx.viewer_namespace()) then false
    when audience = 'OTHERS' and namespace = (select nofx.viewer_namespace()) then false
    when kind = 'AGENT' then exists (select from nofx.agent_registry entry where entry.id = entry_id)
    else exists (select from nofx.template_registry entry where entry.id = entry_id)
  end
);

create or replace function nofx.event_topics(
  action text, audience text, kind text, entry uuid, namespace text, tenant text, recipient text
) returns text[]
  language plpgsql stable set search_path = ''
  as $$
  declare
    own constant text := 'registry:nofx:namespace:' || namespace;
    shown boolean;
  begin
    if action in ('INSTANTIATED', 'RATED') then
      return array['registry:nofx:namespace:' || tenant];
    elsif action in ('DRAFTED', 'DISCARDED', 'VALIDATION_FAILED') then
      return array['registry:nofx:publishers:' || tenant];
    elsif audience in ('SHARE', 'SHARE_WITHDRAWAL') then
      return array['registry:nofx:namespace:' || recipient];
    elsif action in ('SHARED', 'UNSHARED', 'SHARE_DECLINED') then
      return array[]::text[];
    elsif audience in ('OTHERS', 'WITHDRAWAL') then
      return array['registry:nofx:public'];
    elsif audience = 'NAMESPACE' then
      return array[own];
    end if;
    /* Public when it was written. Whether it still is decides, as in the policy. */
    if kind = 'AGENT' then
      select is_public into shown from nofx.agent_registry where id = entry;
    else
      select is_public into shown from nofx.template_registry where id = entry;
    end if;
    return case when shown then array[own, 'registry:nofx:public'] else array[own] end;
  end
  $$;

/* What an entry is used for in a namespace that it is shared with: counts. For the functions below, which ask for whom. */
create function nofx.count_shared_use(of_kind text, of_entry uuid, other text, days integer) returns jsonb
  language plpgsql stable set search_path = ''
  as $$
  declare
    since constant timestamptz := now() - make_interval(days => least(days, 366));
  begin
    return (
      with versions as materialized (
        select version.id, version.entry_id
        from nofx.template_version_agents link
        join nofx.template_versions version on version.id = link.template_version_id
        join nofx.template_registry entry on entry.id = version.entry_id
        where of_kind = 'AGENT' and link.agent_registry_id = of_entry and link.namespace = other
          and version.status = 'ACTIVE' and entry.removed_at is null and entry.status <> 'DISABLED'
        limit 10000
      ),
      used as materialized (
        select run.id, run.status from nofx.runs run
        where of_kind = 'TEMPLATE' and run.template_id = of_entry and run.namespace = other and run.created_at >= since
        union
        select run.id, run.status from nofx.steps step join nofx.runs run on run.id = step.run_id
        where of_kind = 'AGENT' and step.agent_id = of_entry and step.namespace = other and run.created_at >= since
        limit 10000
      )
      select jsonb_build_object(
        'days', days,
        'templates', (select count(distinct entry_id) from versions),
        'templateVersions', (select count(*) from versions),
        'runs', (select count(*) from used),
        'openRuns', (select count(*) from used where status in ('QUEUED', 'RUNNING'))
      )
    );
  end
  $$;

/* As before: for the admins of the entry's namespace. */
create or replace function nofx.share_impact(of_kind text, of_entry uuid, other text, days integer) returns jsonb
  language plpgsql stable security definer set search_path = ''
  as $$
  begin
    perform nofx.require_own_entry(of_kind, of_entry);
    if not nofx.is_admin() then
      raise exception 'only an admin ends a share' using errcode = 'insufficient_privilege';
    end if;
    return nofx.count_shared_use(of_kind, of_entry, other, days);
  end
  $$;

/*
 * Ends the share of an entry with the viewer's namespace, for its admins, who cannot write to what others own. Null if it
 * has no share that is open: no more is told of one that is closed than of one that does not exist. The entry is locked
 * like when its owner ends a share, and not before there is a share.
 *
 * Two events say so. The one for the admins of the entry names the namespace that declined, and what the share allowed;
 * who did it, and why, is in the one for the namespace that declined. Returns {eventId, entryId, isPublic, impact}: the
 * second event, and what the entry is used for there, unless all read it.
 */
create function nofx.decline_share(
  of_kind text, of_namespace text, of_slug text, because text, correlation text, days integer
) returns jsonb
  language plpgsql volatile security definer set search_path = ''
  as $$
  declare
    home constant text := nofx.viewer_namespace();
    id_of_entry uuid;
    entry record;
    share nofx.entry_shares;
    impact jsonb;
    about jsonb;
    told uuid;
  begin
    if home is null or not nofx.is_admin() then
      raise exception 'only an admin declines a share' using errcode = 'insufficient_privilege';
    end if;
    if not nofx.is_sealed() then
      raise exception 'only the registry itself declines shares, in transactions that it seals'
        using errcode = 'insufficient_privilege', constraint = 'registry_seal';
    end if;
    if of_kind = 'AGENT' then
      select id into id_of_entry from nofx.agent_registry where namespace = of_namespace and slug = of_slug;
    else
      select id into id_of_entry from nofx.template_registry where namespace = of_namespace and slug = of_slug;
    end if;
    if not exists (
      select from nofx.entry_shares as each where each.entry_id = id_of_entry and each.namespace = home and each.is_open
    ) then
      return null;
    end if;
    if of_kind = 'AGENT' then
      select is_public, tags into entry from nofx.agent_registry where id = id_of_entry for no key update;
    else
      select is_public, tags into entry from nofx.template_registry where id = id_of_entry for no key update;
    end if;
    if not entry.is_public then
      impact := nofx.count_shared_use(of_kind, id_of_entry, home, days);
    end if;
    delete from nofx.entry_shares as each
      where each.entry_id = id_of_entry and each.namespace = home and each.is_open
      returning * into share;
    if share.entry_id is null then
      return null;
    end if;

    about := jsonb_build_object('sharedWith', home, 'mayInstantiate', share.may_instantiate);
    insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id,
      audience, before)
    values (lower(of_kind) || '.updated', 'SHARE_DECLINED', of_kind, id_of_entry, of_slug, of_namespace, home, null,
      correlation, 'NAMESPACE', about);
    insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id,
      audience, recipient, tags, reason, before)
    values (lower(of_kind) || '.updated', 'SHARE_DECLINED', of_kind, id_of_entry, of_slug, of_namespace, home,
      nofx.viewer_id(), correlation, case when entry.is_public then 'SHARE' else 'SHARE_WITHDRAWAL' end, home,
      case when not entry.is_public then entry.tags end, because, about)
    returning id into told;
    return jsonb_build_object('eventId', told, 'entryId', id_of_entry, 'isPublic', entry.is_public, 'impact', impact);
  end
  $$;

revoke execute on function nofx.count_shared_use(text, uuid, text, integer),
  nofx.decline_share(text, text, text, text, text, integer) from public;
grant execute on function nofx.decline_share(text, text, text, text, text, integer) to authenticated;
