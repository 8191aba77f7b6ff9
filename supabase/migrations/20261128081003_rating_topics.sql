-- A rating is told to the rater's namespace only, in Realtime as in the log.

/* As before, with RATED. */
create or replace function nofx.event_topics(action text, audience text, kind text, entry uuid, namespace text, tenant text)
  returns text[]
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
