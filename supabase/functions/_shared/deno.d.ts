/** What the functions use of Deno. Everything else they use is of Node or of the web, and runs there, too. */
declare const Deno: {
  serve(handler: (request: Request) => Promise<Response>): unknown;
  env: { toObject(): Record<string, string> };
};
