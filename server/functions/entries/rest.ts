import { createFunctionHandler } from '../functionHandler.ts';

/** Every other address. */
export default createFunctionHandler(({ answers, keptPath, rest }, request) => {
  const kept = keptPath(new URL(request.url).pathname);
  if (kept === undefined) return rest.handle(request, {});
  return answers(request, 'rest', kept, (begun) => rest.handle(request, { begun }));
});
