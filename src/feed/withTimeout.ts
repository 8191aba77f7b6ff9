import { RequestError } from '../errors.ts';

/** What `work` comes to, if it does in time. Throws UNAVAILABLE when not: what it does then is nobody's concern. */
export async function withTimeout<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new RequestError('UNAVAILABLE', 'The database does not answer. Try again.'));
    timer = setTimeout(giveUp, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
