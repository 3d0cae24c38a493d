import { version } from '../../package.json';

export { version as VERSION };

/** What our files say they were written by. */
export const WRITTEN_BY = `miniML for Visual Studio Code ${version}`;
