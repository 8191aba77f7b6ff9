import type { ChannelGateInput } from '../../generated/graphql.ts';
import type { Kinds } from '../api/gateway.ts';
import { Field } from '../ui/basics.tsx';
import type { Gate } from './gateText.ts';

/** A gate while it is typed: numbers are text until they are sent. */
export interface TypedGate {
  has: boolean;
  requireTests: boolean;
  windowHours: string;
  minRuns: string;
  minSuccessRate: string;
  maxP95Seconds: string;
  maxTokensPerRun: string;
  rollsBack: boolean;
}

type NumberKey = 'windowHours' | 'minRuns' | 'minSuccessRate' | 'maxP95Seconds' | 'maxTokensPerRun';

export const typedGate = (gate: Gate | null | undefined): TypedGate => ({
  has: gate !== null && gate !== undefined,
  requireTests: gate?.requireTests ?? false,
  windowHours: String(gate?.windowHours ?? 24),
  minRuns: gate?.minRuns?.toString() ?? '',
  minSuccessRate: typeof gate?.minSuccessRate === 'number' ? String(gate.minSuccessRate * 100) : '',
  maxP95Seconds: typeof gate?.maxP95DurationMs === 'number' ? String(gate.maxP95DurationMs / 1000) : '',
  maxTokensPerRun: gate?.maxTokensPerRun?.toString() ?? '',
  rollsBack: gate?.onRegression === 'ROLL_BACK',
});

/** The gate as the gateway takes it; null for none. What is wrong with a number is for the gateway to say. */
export function readGate(typed: TypedGate, kinds: Kinds): ChannelGateInput | null {
  if (!typed.has) return null;
  const number = (text: string, factor = 1) =>
    text.trim() === '' ? {} : { value: Math.round(Number(text) * factor * 10_000) / 10_000 };
  return {
    ...(kinds === 'templates' ? { requireTests: typed.requireTests } : {}),
    windowHours: number(typed.windowHours).value ?? null,
    minRuns: number(typed.minRuns).value ?? null,
    minSuccessRate: number(typed.minSuccessRate, 0.01).value ?? null,
    maxP95DurationMs: number(typed.maxP95Seconds, 1000).value ?? null,
    maxTokensPerRun: number(typed.maxTokensPerRun).value ?? null,
    onRegression: typed.rollsBack ? 'ROLL_BACK' : 'PROPOSE',
  };
}

/** What a version must show before it enters a channel. */
export function GateFields({
  kinds,
  value,
  onChange,
}: {
  kinds: Kinds;
  value: TypedGate;
  onChange: (value: TypedGate) => void;
}) {
  const check = (key: 'has' | 'requireTests' | 'rollsBack', label: string) => (
    <label className="check">
      <input
        type="checkbox"
        checked={value[key]}
        onChange={({ target }) => onChange({ ...value, [key]: target.checked })}
      />
      {label}
    </label>
  );
  const number = (key: NumberKey, label: string, max?: number) => (
    <Field label={label}>
      {(attributes) => (
        <input
          {...attributes}
          type="number"
          min={0}
          max={max}
          step="any"
          value={value[key]}
          onChange={({ target }) => onChange({ ...value, [key]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <fieldset className="gate-fields">
      <legend className="sr-only">Gate</legend>
      {check('has', 'A gate: versions must show this before the channel points to them')}
      {value.has && (
        <>
          <div className="pair">
            {number('minRuns', 'Runs that ended, at least')}
            {number('windowHours', 'In this many hours', 2160)}
          </div>
          <div className="pair">
            {number('minSuccessRate', 'Success rate in %, at least', 100)}
            {number('maxP95Seconds', 'Seconds for 95 % of the runs, at most')}
          </div>
          {number('maxTokensPerRun', 'Mean of tokens for a run, at most')}
          {kinds === 'templates' && check('requireTests', 'Its tests pass')}
          {check('rollsBack', 'Go back to the version before when its runs fall short later')}
        </>
      )}
    </fieldset>
  );
}
