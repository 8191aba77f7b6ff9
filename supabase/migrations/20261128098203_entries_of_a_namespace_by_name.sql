-- Lists of a namespace in the order of their names are read from an index, as those of the whole registry are: the cost of a
-- page does not depend on how many entries the namespace has, and one plan is right for every namespace.
create index agent_registry_of_namespace on nofx.agent_registry (namespace, sort_name, id);
create index template_registry_of_namespace on nofx.template_registry (namespace, sort_name, id);
