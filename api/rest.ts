import { door } from '../server/functions/functionHandler.ts';

/** Every other address. */
export default door(({ rest }, request) => rest.handle(request, {}));
