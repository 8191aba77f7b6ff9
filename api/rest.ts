import { createFunctionHandler } from '../server/functions/functionHandler.ts';

/** Every other address. */
export default createFunctionHandler(({ rest }, request) => rest.handle(request, {}));
