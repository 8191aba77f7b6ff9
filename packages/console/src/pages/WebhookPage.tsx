import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type ConsoleDeliveryFragment,
  ConsoleTestWebhookDocument,
  ConsoleWebhookDocument,
} from '../../generated/graphql.ts';
import { ask } from '../api/gateway.ts';
import { useSession } from '../api/session.ts';
import { refusalFor, useViewer } from '../api/viewer.ts';
import { RefusalNotice } from '../entry/RefusalNotice.tsx';
import { Empty, ErrorBox, Notice, Skeleton, Status } from '../ui/basics.tsx';
import { Title } from '../ui/Title.tsx';
import { exactTime, Time } from '../ui/time.tsx';
import { Deliveries } from '../webhooks/Deliveries.tsx';
import { describeFilter } from '../webhooks/describeFilter.ts';
import { useWebhookAction } from '../webhooks/useWebhookAction.ts';
import { WebhookDialog, type WebhookStep } from '../webhooks/WebhookDialog.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

/** One webhook: its state, its deliveries with their attempts, and what an admin can do with it. */
export function WebhookPage() {
  const { id = '' } = useParams({ strict: false });
  const { number } = useSession();
  const viewer = useViewer();
  const refusal = refusalFor(viewer, 'ADMIN');
  const [step, setStep] = useState<WebhookStep | null>(null);
  const [tested, setTested] = useState<ConsoleDeliveryFragment | null>(null);
  const test = useWebhookAction();
  const { data, error, refetch } = useQuery({
    queryKey: ['webhooks', id, number],
    queryFn: ({ signal }) => ask(ConsoleWebhookDocument, { id }, signal),
    enabled: refusal === null,
  });
  if (viewer !== undefined && refusal !== null)
    return (
      <>
        <Title text="Webhook" />
        <Empty title={refusal}>
          <p>Only admins of the namespace see and change its webhooks.</p>
        </Empty>
      </>
    );
  if (error && !data) return <ErrorBox error={error} retry={() => void refetch()} />;
  if (!data)
    return (
      <>
        <Title text="Webhook" about="Loading…" />
        <Skeleton rows={8} />
      </>
    );
  const { webhook } = data;
  if (!webhook) return <NotFoundPage />;

  async function sendTest() {
    setTested(null);
    const outcome = await test.run(
      async (idempotencyKey) => (await ask(ConsoleTestWebhookDocument, { input: { id, idempotencyKey } })).result,
    );
    setTested(outcome?.delivery ?? null);
  }

  return (
    <>
      <Title
        text={webhook.url}
        about={
          <>
            <Link to="/webhooks">Webhooks</Link> of {webhook.namespace} <Status value={webhook.status} />
          </>
        }
      >
        <button type="button" disabled={test.isWaiting} onClick={() => void sendTest()}>
          {test.isWaiting ? 'Waiting for the response…' : 'Send a test'}
        </button>
        <button type="button" onClick={() => setStep({ action: 'replay', deliveryId: null })}>
          Replay…
        </button>
        <button type="button" onClick={() => setStep({ action: webhook.status === 'ACTIVE' ? 'pause' : 'resume' })}>
          {webhook.status === 'ACTIVE' ? 'Disable…' : 'Enable…'}
        </button>
        <button type="button" onClick={() => setStep({ action: 'rotate' })}>
          New secret…
        </button>
        <button type="button" onClick={() => setStep({ action: 'remove' })}>
          Delete…
        </button>
      </Title>
      {test.refusal && <RefusalNotice refusal={test.refusal} />}
      {test.problem && <Notice tone="bad" title={test.problem} />}
      {tested && <TestOutcome delivery={tested} />}
      {webhook.statusReason && <Notice tone="bad" title={webhook.statusReason} />}
      {webhook.failingSince && (
        <Notice tone="warn" title="The receiver does not accept messages.">
          <p>
            Failing since {exactTime(webhook.failingSince)}. The next attempt is not before{' '}
            {exactTime(webhook.nextAttemptAt)}. After three days without a success the webhook is disabled.
          </p>
        </Notice>
      )}
      <dl className="facts row">
        {webhook.description && <Fact label="Description" value={webhook.description} />}
        <Fact label="Events" value={describeFilter(webhook.filter)} />
        <Fact label="Position in the log" value={`#${webhook.position}`} />
        <Fact label="Last delivery" value={webhook.deliveredAt ? <Time value={webhook.deliveredAt} /> : 'none yet'} />
        <Fact label="Created" value={<Time value={webhook.createdAt} />} />
        {webhook.previousSecretUntil && Date.parse(webhook.previousSecretUntil) > Date.now() && (
          <Fact label="Earlier secret also signs until" value={exactTime(webhook.previousSecretUntil)} />
        )}
      </dl>
      <Deliveries id={id} onReplay={(deliveryId) => setStep({ action: 'replay', deliveryId })} />
      {step && <WebhookDialog webhook={webhook} step={step} onClose={() => setStep(null)} />}
    </>
  );
}

const Fact = ({ label, value }: { label: string; value: React.ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);

function TestOutcome({ delivery: { status, attempts } }: { delivery: ConsoleDeliveryFragment }) {
  const last = attempts.at(-1);
  return status === 'DELIVERED' ? (
    <Notice tone="good" title={`The test was delivered: HTTP ${last?.statusCode} in ${last?.durationMs} ms.`} />
  ) : (
    <Notice tone="bad" title="The test was not delivered.">
      {last?.error && <p>{last.error}</p>}
    </Notice>
  );
}
