-- The same as before; a number is cast from JSON where it is declared, as linters want it.

create or replace function nofx.gate_failures(gate jsonb, evidence jsonb, enters boolean) returns jsonb
  language plpgsql immutable set search_path = ''
  as $$
  declare
    runs constant integer := (evidence -> 'runs')::integer;
    fewest constant integer := coalesce((gate -> 'minRuns')::integer, 0);
  begin
    return (
      select coalesce(jsonb_agg(jsonb_build_object('rule', rule, 'required', required, 'actual', actual) order by place), '[]')
      from (values
        (1, 'REQUIRE_TESTS', enters and gate -> 'requireTests' = 'true'
          and ((evidence -> 'tests')::integer = 0 or evidence -> 'tests' <> evidence -> 'testsPassed'),
          greatest((evidence -> 'tests')::integer, 1)::float8, (evidence -> 'testsPassed')::float8),
        (2, 'MIN_RUNS', enters and runs < fewest, fewest::float8, runs::float8),
        (3, 'MIN_SUCCESS_RATE', runs >= greatest(fewest, 1)
          and (evidence ->> 'successRate')::float8 < (gate ->> 'minSuccessRate')::float8,
          (gate ->> 'minSuccessRate')::float8, (evidence ->> 'successRate')::float8),
        (4, 'MAX_P95_DURATION', runs >= greatest(fewest, 1)
          and (evidence ->> 'p95DurationMs')::float8 > (gate ->> 'maxP95DurationMs')::float8,
          (gate ->> 'maxP95DurationMs')::float8, (evidence ->> 'p95DurationMs')::float8)
      ) as rules (place, rule, fails, required, actual)
      where fails
    );
  end
  $$;
