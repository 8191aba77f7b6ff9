/** Called with what was masked, so that it can be found again by its correlation id. */
export type Report = (error: unknown, correlationId: string) => void;
