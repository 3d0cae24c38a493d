import { version } from '../../package.json';

export { version as VERSION };

/** Name of this program in the files it writes. */
export const WRITTEN_BY = `miniML for Visual Studio Code ${version}`;
