-- A validation report contains the manifest that it is about, without its secrets. For whoever may read the report.

alter table nofx.registry_validation_reports add column manifest jsonb
  constraint registry_validation_reports_manifest_size check (octet_length(manifest::text) <= 131072);

comment on column nofx.registry_validation_reports.manifest is
  'As it was sent, secrets replaced by "(hidden)". Null where it was too large, or before it was kept.';

grant insert (manifest) on nofx.registry_validation_reports to authenticated;
