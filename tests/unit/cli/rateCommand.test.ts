import { describe, expect, it } from 'vitest';
import { json, result } from '../../support/cliAnswers.ts';
import { exchange } from '../../support/scriptedGateway.ts';

describe('rate', () => {
  const rated = (rating: object, template: object | null = { templateId: 'train', namespace: 'default' }) =>
    result('RateTemplatePayload', { rating, template });

  it('sends only what was given', async () => {
    const { lines, sent } = await exchange('rate train 4', rated({ average: 4, count: 1, mine: 4 }));
    expect(sent).toEqual([
      {
        operation: 'RateTemplate',
        variables: {
          input: {
            templateId: 'train',
            rating: 4,
            comment: null,
            isPrivate: false,
            namespace: null,
            dryRun: false,
            idempotencyKey: 'rate:<uuid>',
          },
        },
      },
    ]);
    expect(lines).toEqual(['Your rating of train is 4 stars. It has 4.0 stars from 1 rating.']);
  });

  it('sends every option', async () => {
    const { lines, sent } = await exchange(
      'rate train 1 --comment thin --private --namespace team-a --key k --dry-run',
      rated({ average: 2.5, count: 2, mine: 1 }),
    );
    expect(sent).toEqual([
      {
        operation: 'RateTemplate',
        variables: {
          input: {
            templateId: 'train',
            rating: 1,
            comment: 'thin',
            isPrivate: true,
            namespace: 'team-a',
            dryRun: true,
            idempotencyKey: 'k',
          },
        },
      },
    ]);
    expect(lines).toEqual(['Your rating of train would be 1 star. It would have 2.5 stars from 2 ratings.']);
  });

  it('does without an average and the template', async () => {
    const unknown = rated({ average: null, count: 0, mine: null }, null);
    expect((await exchange('rate train 5', unknown)).lines).toEqual(['Your rating of train is 5 stars.']);
    expect(json((await exchange('rate train 5 --json', unknown)).lines)).toEqual({
      templateId: 'train',
      namespace: null,
      dryRun: false,
      average: null,
      count: 0,
      mine: null,
    });
    const dry = rated({ average: 3, count: 3, mine: 5 });
    expect(json((await exchange('rate train 5 --json --dry-run', dry)).lines)).toEqual({
      templateId: 'train',
      namespace: 'default',
      dryRun: true,
      average: 3,
      count: 3,
      mine: 5,
    });
  });
});
