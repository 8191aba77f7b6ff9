import { door } from '../src/server/functions/door.ts';

/** Every other address. */
export default door(({ rest }, request) => rest.handle(request, {}));
