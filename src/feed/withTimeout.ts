import { RequestError } from '../errors.ts';

/** The result of `work`, if it finishes in time. Otherwise throws UNAVAILABLE and ignores the result. */
export async function withTimeout<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new RequestError('UNAVAILABLE', 'The database did not respond in time. Try again.'));
    timer = setTimeout(giveUp, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
