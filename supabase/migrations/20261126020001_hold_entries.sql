-- Whoever uses an entry (a rating, a run) keeps it as it is until the use is in the log.

/* Row locks are taken as the owner: whoever may rate a template of another tenant may not update it. */
create policy agent_registry_hold on nofx.agent_registry to current_user using (true);
create policy template_registry_hold on nofx.template_registry to current_user using (true);

/*
 * Locks entries against changes, shared, until the transaction ends: those of the viewer's own namespace and public
 * ones, in one order. Tells nothing of them. What the caller reads in its next statement is what it holds.
 */
create function nofx.hold_entries(kind text, namespaces text[], slugs text[]) returns void
  language plpgsql volatile security definer set search_path = ''
  as $$
  begin
    if nofx.viewer_role() is null then
      raise exception 'only who has a role holds entries' using errcode = 'insufficient_privilege';
    end if;
    if kind = 'AGENT' then
      perform from nofx.agent_registry as entry
        where (entry.namespace, entry.slug) in (select * from unnest(namespaces, slugs))
          and (entry.namespace = nofx.viewer_namespace() or entry.visibility = 'PUBLIC')
        order by entry.id for share;
    else
      perform from nofx.template_registry as entry
        where (entry.namespace, entry.slug) in (select * from unnest(namespaces, slugs))
          and (entry.namespace = nofx.viewer_namespace() or entry.visibility = 'PUBLIC')
        order by entry.id for share;
    end if;
  end
  $$;

revoke execute on function nofx.hold_entries(text, text[], text[]) from public;
grant execute on function nofx.hold_entries(text, text[], text[]) to authenticated;
