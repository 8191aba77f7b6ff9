/** What a resolver returns where it need not wait: a promise per field is what a long list spends its time on. */
export type MaybePromise<Value> = Value | Promise<Value>;
