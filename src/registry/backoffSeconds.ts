/** Seconds before the next attempt: 2, 4, 8, …, at most five minutes. Half of it is random, so that retries spread out. */
export const backoffSeconds = (attempt: number): number => Math.min(300, 2 ** attempt) * (0.5 + Math.random() / 2);
