-- The drafts of a namespace, latest first.

create index agent_versions_drafts on nofx.agent_versions (namespace, published_at, id) where status = 'DRAFT';
create index template_versions_drafts on nofx.template_versions (namespace, published_at, id) where status = 'DRAFT';
