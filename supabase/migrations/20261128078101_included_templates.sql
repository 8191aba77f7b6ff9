-- A run whose plan includes other templates keeps what each of them was given, because its steps are rendered with the
-- variables of their own template, and what its outputs are taken from.

alter table nofx.runs
  /* By the scoped id of the step that includes each. Null if the plan includes none. */
  add column scopes jsonb,
  add constraint runs_scopes check (scopes is null or jsonb_typeof(scopes) = 'object');

grant insert (scopes) on nofx.runs to authenticated;
