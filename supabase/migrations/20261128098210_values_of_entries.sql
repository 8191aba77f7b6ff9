-- Entries are listed together with those of others, so a value that cannot be read breaks the lists of everyone: a tag that is
-- null, a time without end, a description of 20 MB. The gateway never writes one; a publisher with SQL could. The limits are
-- wider than those of definitions. Rows from before are not read.

alter table nofx.agent_registry
  add constraint agent_registry_tags check (
    coalesce(array_ndims(tags), 1) = 1 and cardinality(tags) <= 100 and array_position(tags, null) is null
      and length(array_to_string(tags, ' ')) <= 10000
  ) not valid,
  add constraint agent_registry_lengths check (
    length(name) <= 300 and length(description) <= 10000 and length(category) <= 300 and length(owner) <= 1000
      and length(repository) <= 1000 and length(status_message) <= 2000
  ) not valid,
  add constraint agent_registry_sizes check (
    pg_column_size(metadata) <= 4194304 and pg_column_size(listing) <= 65536
  ) not valid,
  add constraint agent_registry_times check (
    created_at between '0001-01-01Z' and '9999-12-31Z' and updated_at between '0001-01-01Z' and '9999-12-31Z'
      and featured_at between '0001-01-01Z' and '9999-12-31Z' and removed_at between '0001-01-01Z' and '9999-12-31Z'
      and curated_at between '0001-01-01Z' and '9999-12-31Z'
  ) not valid,
  add constraint agent_registry_listing_types check (
    coalesce(jsonb_typeof(listing -> 'tags'), 'array') = 'array'
      and not jsonb_path_exists(listing, '$.tags[*] ? (@.type() != "string")')
      and coalesce(jsonb_typeof(listing -> 'category'), 'null') in ('string', 'null')
      and coalesce(jsonb_typeof(listing -> 'description'), 'string') = 'string'
  ) not valid;

alter table nofx.template_registry
  add constraint template_registry_tags check (
    coalesce(array_ndims(tags), 1) = 1 and cardinality(tags) <= 100 and array_position(tags, null) is null
      and length(array_to_string(tags, ' ')) <= 10000
  ) not valid,
  add constraint template_registry_lengths check (
    length(name) <= 300 and length(description) <= 10000 and length(category) <= 300 and length(owner) <= 1000
      and length(repository) <= 1000 and length(status_message) <= 2000
  ) not valid,
  add constraint template_registry_sizes check (
    pg_column_size(metadata) <= 4194304 and pg_column_size(listing) <= 65536
  ) not valid,
  add constraint template_registry_times check (
    created_at between '0001-01-01Z' and '9999-12-31Z' and updated_at between '0001-01-01Z' and '9999-12-31Z'
      and featured_at between '0001-01-01Z' and '9999-12-31Z' and removed_at between '0001-01-01Z' and '9999-12-31Z'
      and curated_at between '0001-01-01Z' and '9999-12-31Z'
  ) not valid,
  add constraint template_registry_listing_types check (
    coalesce(jsonb_typeof(listing -> 'tags'), 'array') = 'array'
      and not jsonb_path_exists(listing, '$.tags[*] ? (@.type() != "string")')
      and coalesce(jsonb_typeof(listing -> 'category'), 'null') in ('string', 'null')
      and coalesce(jsonb_typeof(listing -> 'description'), 'string') = 'string'
  ) not valid;
