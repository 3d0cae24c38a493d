import path from 'node:path';

/** The project's own folder; the tests' bundles lie in dist/test below it. */
export const projectRoot = __dirname.split(`${path.sep}dist${path.sep}`)[0];
