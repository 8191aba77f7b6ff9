-- Gates of channels ask for the tokens of runs, too: `maxTokensPerRun`. Gates that were stored before do not have the key.

/* As before, and the mean of the tokens, input and output together, of the runs whose steps reported any: of an agent, of its steps. */
create or replace function nofx.gate_evidence(of_kind text, of_version uuid, of_namespace text, hours integer) returns jsonb
  language plpgsql stable set search_path = ''
  as $$
  declare
    since constant timestamptz := now() - make_interval(hours => hours);
    ended record;
    report jsonb;
  begin
    if of_kind = 'TEMPLATE' then
      select count(*) as runs, count(*) filter (where run.status = 'SUCCEEDED') as succeeded,
          percentile_cont(0.95) within group (
            order by extract(epoch from run.finished_at - coalesce(run.started_at, run.created_at))::float8) as p95,
          count(run.input_tokens) as with_tokens, avg(run.input_tokens + run.output_tokens) as tokens
        into ended from nofx.runs run
        where run.template_version_id = of_version and run.namespace = of_namespace
          and run.status in ('SUCCEEDED', 'FAILED') and run.finished_at >= since;
      select tests into report from nofx.template_versions where id = of_version;
    else
      select count(*) as runs, count(*) filter (where step.status = 'SUCCEEDED') as succeeded,
          percentile_cont(0.95) within group (
            order by extract(epoch from step.finished_at - coalesce(step.started_at, step.finished_at))::float8) as p95,
          count(step.input_tokens) as with_tokens, avg(step.input_tokens + step.output_tokens) as tokens
        into ended from nofx.steps step
        where step.agent_version_id = of_version and step.namespace = of_namespace
          and step.status in ('SUCCEEDED', 'FAILED') and step.finished_at >= since;
    end if;
    return jsonb_build_object(
      'windowHours', hours, 'runs', ended.runs, 'succeeded', ended.succeeded, 'failed', ended.runs - ended.succeeded,
      'successRate', case when ended.runs > 0 then round(ended.succeeded::numeric / ended.runs, 4) end,
      'p95DurationMs', round((ended.p95 * 1000)::numeric),
      'runsWithTokens', ended.with_tokens,
      'tokensPerRun', round(ended.tokens),
      'tests', (select count(*) from jsonb_array_elements(coalesce(report -> 'tests', '[]'))),
      'testsPassed', (select count(*) from jsonb_array_elements(coalesce(report -> 'tests', '[]')) as test (result)
        where result -> 'passed' = 'true')
    );
  end
  $$;

/* As before; tokens are judged once enough runs reported them. */
create or replace function nofx.gate_failures(gate jsonb, evidence jsonb, enters boolean) returns jsonb
  language plpgsql immutable set search_path = ''
  as $$
  declare
    runs constant integer := (evidence ->> 'runs')::integer;
    fewest constant integer := coalesce((gate ->> 'minRuns')::integer, 0);
  begin
    return (
      select coalesce(jsonb_agg(jsonb_build_object('rule', rule, 'required', required, 'actual', actual) order by place), '[]')
      from (values
        (1, 'REQUIRE_TESTS', enters and gate -> 'requireTests' = 'true'
          and ((evidence ->> 'tests')::integer = 0 or evidence -> 'tests' <> evidence -> 'testsPassed'),
          greatest((evidence ->> 'tests')::integer, 1)::float8, (evidence ->> 'testsPassed')::float8),
        (2, 'MIN_RUNS', enters and runs < fewest, fewest::float8, runs::float8),
        (3, 'MIN_SUCCESS_RATE', runs >= greatest(fewest, 1)
          and (evidence ->> 'successRate')::float8 < (gate ->> 'minSuccessRate')::float8,
          (gate ->> 'minSuccessRate')::float8, (evidence ->> 'successRate')::float8),
        (4, 'MAX_P95_DURATION', runs >= greatest(fewest, 1)
          and (evidence ->> 'p95DurationMs')::float8 > (gate ->> 'maxP95DurationMs')::float8,
          (gate ->> 'maxP95DurationMs')::float8, (evidence ->> 'p95DurationMs')::float8),
        (5, 'MAX_TOKENS_PER_RUN', (evidence ->> 'runsWithTokens')::integer >= greatest(fewest, 1)
          and (evidence ->> 'tokensPerRun')::float8 > (gate ->> 'maxTokensPerRun')::float8,
          (gate ->> 'maxTokensPerRun')::float8, (evidence ->> 'tokensPerRun')::float8)
      ) as rules (place, rule, fails, required, actual)
      where fails
    );
  end
  $$;
