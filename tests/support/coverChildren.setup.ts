/** With `npm test -- --coverage`: what the processes that a test starts execute is counted as well. */
const folder = process.env.COVERAGE_OF_CHILDREN;
if (folder) process.env.NODE_V8_COVERAGE = folder;
