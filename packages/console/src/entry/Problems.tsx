import { Notice } from '../ui/basics.tsx';
import { RefusalNotice } from './RefusalNotice.tsx';
import type { AttemptState } from './useAttempt.ts';

/** Why a change was not made. */
export const Problems = ({ refusal, problem }: Pick<AttemptState, 'refusal' | 'problem'>) => (
  <>
    {refusal && <RefusalNotice refusal={refusal} />}
    {problem && <Notice tone="bad" title={problem} />}
  </>
);
