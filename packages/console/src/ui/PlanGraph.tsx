import { useMemo } from 'react';
import LayeredGraph from './LayeredGraph.tsx';

interface PlanStep {
  stepId: string;
  name: string;
  about: string;
  dependsOn: readonly string[];
  status: string | null;
}

/** The steps of a plan or a run, each after those that it waits for. */
export default function PlanGraph({ steps }: { steps: readonly PlanStep[] }) {
  const nodes = useMemo(
    () =>
      steps.map(({ stepId, name, about, status }) => ({
        id: stepId,
        title: name,
        about: status === null ? about : `${status.toLowerCase()} · ${about}`,
        hint: `${stepId}, ${about}${status === null ? '' : `, ${status.toLowerCase()}`}`,
        tone: status?.toLowerCase() ?? '',
      })),
    [steps],
  );
  const edges = useMemo(
    () => steps.flatMap(({ stepId, dependsOn }) => dependsOn.map((from) => ({ from, to: stepId }))),
    [steps],
  );
  return <LayeredGraph label="Plan" nodes={nodes} edges={edges} />;
}
