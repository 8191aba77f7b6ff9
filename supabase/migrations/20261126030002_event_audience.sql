-- Who an event is for is decided when it is written, from what is true then: the present is not asked about the past.

alter table nofx.registry_events
  drop constraint registry_events_action_check,
  add constraint registry_events_action_check check (action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'ROLLED_BACK',
    'DEPRECATED', 'DISABLED', 'ENABLED', 'ARCHIVED', 'REMOVED', 'RATED', 'INSTANTIATED', 'VALIDATION_FAILED',
    'VISIBILITY_CHANGED')),
  /*
   * Beside the rules for actions that are internal to a namespace:
   *   EVERYONE    whoever reads the entry; it names public versions only
   *   NAMESPACE   the entry's namespace
   *   OTHERS      all other readers of the entry, in the place of an event that is for its namespace: what of it is public
   *   WITHDRAWAL  all outside of the entry's namespace, for ever: that the entry is taken from them, and nothing more
   * Not part of the hash: it is not what the event says.
   */
  add column audience text not null default 'EVERYONE'
    check (audience in ('EVERYONE', 'NAMESPACE', 'OTHERS', 'WITHDRAWAL')),
  /* Of a withdrawal: the tags that outsiders saw last, for whoever follows by tags. */
  add column tags text[];

/* What was said of private entries stays where it was said. */
alter table nofx.registry_events disable trigger guard_event;
update nofx.registry_events as event set audience = 'NAMESPACE'
  where action in ('DRAFTED', 'INSTANTIATED', 'VALIDATION_FAILED')
    or not exists (
      select from nofx.agent_registry entry where entry.id = event.entry_id and entry.visibility = 'PUBLIC'
      union all
      select from nofx.template_registry entry where entry.id = event.entry_id and entry.visibility = 'PUBLIC'
    );
alter table nofx.registry_events enable trigger guard_event;

/* Whether all of these versions of an entry are public; what is null counts as nothing. */
create function nofx.are_public(kind text, entry uuid, numbers text[]) returns boolean
  language plpgsql stable set search_path = ''
  as $$
  begin
    if kind = 'AGENT' then
      return not exists (
        select from unnest(numbers) as named (number)
        where number is not null and not exists (
          select from nofx.agent_versions version
          where version.entry_id = entry and version.version_key = nofx.semver_key(number)
            and version.visibility = 'PUBLIC' and version.status <> 'DRAFT'
        )
      );
    end if;
    return not exists (
      select from unnest(numbers) as named (number)
      where number is not null and not exists (
        select from nofx.template_versions version
        where version.entry_id = entry and version.version_key = nofx.semver_key(number)
          and version.visibility = 'PUBLIC' and version.status <> 'DRAFT'
      )
    );
  end
  $$;

/* Narrows, and never widens: who writes an event cannot name an audience, and the owner's word stands. */
create function nofx.narrow_audience() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    shown boolean;
  begin
    if new.audience <> 'EVERYONE' then
      return new;
    end if;
    if new.kind = 'AGENT' then
      select is_public into shown from nofx.agent_registry where id = new.entry_id;
    else
      select is_public into shown from nofx.template_registry where id = new.entry_id;
    end if;
    if shown is not true or not nofx.are_public(new.kind, new.entry_id,
      array[new.version, new.before ->> 'currentVersion', new.after ->> 'currentVersion']) then
      new.audience := 'NAMESPACE';
    end if;
    return new;
  end
  $$;

create trigger narrow_audience before insert on nofx.registry_events
  for each row execute function nofx.narrow_audience();

/*
 * When the entry came into the sight of others, or went out of it, in the transaction of an event that is not for them:
 * another event tells them, with what is public of it. Of what is taken from them: that it was done, once.
 */
create function nofx.tell_others() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
  declare
    shown boolean;
    changed boolean;
    shown_tags text[];
  begin
    if new.audience <> 'NAMESPACE' or new.action in ('DRAFTED', 'INSTANTIATED', 'RATED', 'VALIDATION_FAILED') then
      return null;
    end if;
    if new.kind = 'AGENT' then
      select is_public, audience_changed_at = now(), last_public_tags into shown, changed, shown_tags
        from nofx.agent_registry where id = new.entry_id;
    else
      select is_public, audience_changed_at = now(), last_public_tags into shown, changed, shown_tags
        from nofx.template_registry where id = new.entry_id;
    end if;
    if changed is not true then
      return null;
    end if;
    if not shown and exists (
      select from nofx.registry_events as told
      where told.entry_id = new.entry_id and told.seq is null and told.occurred_at = now()::timestamptz(3)
        and told.audience = 'WITHDRAWAL'
    ) then
      return null;
    end if;
    insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id,
      audience, tags, version, before, after)
    values (new.type, new.action, new.kind, new.entry_id, new.slug, new.namespace, new.tenant, new.actor,
      new.correlation_id, case when shown then 'OTHERS' else 'WITHDRAWAL' end, shown_tags,
      case when shown and nofx.are_public(new.kind, new.entry_id, array[new.version]) then new.version end,
      case when shown then
        case when nofx.are_public(new.kind, new.entry_id, array[new.before ->> 'currentVersion'])
          then new.before else new.before - 'currentVersion' end
      end,
      case when shown and nofx.are_public(new.kind, new.entry_id, array[new.version, new.after ->> 'currentVersion'])
        then new.after end);
    return null;
  end
  $$;

create trigger tell_others after insert on nofx.registry_events
  for each row execute function nofx.tell_others();

revoke execute on function nofx.are_public(text, uuid, text[]), nofx.narrow_audience(), nofx.tell_others() from public;

alter policy registry_events_read on nofx.registry_events using (
  seq is not null
  and case
    when action = 'INSTANTIATED' then tenant = (select nofx.viewer_namespace())
    when action in ('DRAFTED', 'VALIDATION_FAILED') then
      tenant = (select nofx.viewer_namespace()) and (select nofx.is_publisher())
    when audience = 'WITHDRAWAL' then namespace is distinct from (select nofx.viewer_namespace())
    when audience = 'NAMESPACE' and namespace is distinct from (select nofx.viewer_namespace()) then false
    when audience = 'OTHERS' and namespace = (select nofx.viewer_namespace()) then false
    when kind = 'AGENT' then exists (select from nofx.agent_registry entry where entry.id = entry_id)
    else exists (select from nofx.template_registry entry where entry.id = entry_id)
  end
);

/* As before; a publisher changes the visibility too, as a publish can. */
alter policy registry_events_append on nofx.registry_events with check (
  seq is null
  and tenant = (select nofx.viewer_namespace())
  and actor = (select nofx.viewer_id())
  and (select nofx.is_publisher())
  and (namespace = tenant or action = 'INSTANTIATED')
  and (
    action in ('PUBLISHED', 'DRAFTED', 'PROMOTED', 'INSTANTIATED', 'VALIDATION_FAILED', 'VISIBILITY_CHANGED')
    or (action <> 'RATED' and (select nofx.is_admin()))
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
