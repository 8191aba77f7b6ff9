-- How an entry is listed, apart from its versions: tags, category and description that stay until they are reset.

alter table nofx.agent_registry add column listing jsonb not null default '{}'
  check (jsonb_typeof(listing) = 'object' and listing - '{tags,category,description}'::text[] = '{}');
alter table nofx.template_registry add column listing jsonb not null default '{}'
  check (jsonb_typeof(listing) = 'object' and listing - '{tags,category,description}'::text[] = '{}');

/* Not at the insert: a new entry is listed as its first version says. */
grant update (listing) on nofx.agent_registry, nofx.template_registry to authenticated;

/* Whatever copies the values of a version to its entry: what was set for the listing stays. */
create function nofx.keep_listing() returns trigger
  language plpgsql set search_path = ''
  as $$
  begin
    if new.listing ? 'tags' then
      new.tags := array(
        select each.value from jsonb_array_elements_text(new.listing -> 'tags') with ordinality as each (value, place)
        order by each.place
      );
    end if;
    if new.listing ? 'category' then
      new.category := new.listing ->> 'category';
    end if;
    if new.listing ? 'description' then
      new.description := new.listing ->> 'description';
    end if;
    return new;
  end
  $$;

create trigger keep_listing before update on nofx.agent_registry
  for each row when (new.listing <> '{}') execute function nofx.keep_listing();
create trigger keep_listing before update on nofx.template_registry
  for each row when (new.listing <> '{}') execute function nofx.keep_listing();
