/** With `npm test -- --coverage`: processes that a test starts are included in the coverage. */
const folder = process.env.COVERAGE_OF_CHILDREN;
if (folder) process.env.NODE_V8_COVERAGE = folder;
