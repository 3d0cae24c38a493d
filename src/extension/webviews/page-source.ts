import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Script and styles of a page: `webviews/NAME.js`, its styles, and those of the icons.
 *
 * @param dist absolute path of the folder of the bundles
 * @param addressOf URL for the page of a file in that folder, which styles name by relative paths
 */
export function pageSource(
  dist: string,
  name: string,
  addressOf: (file: string) => string,
): { script: string; styles: string } {
  const read = (file: string) => readFileSync(path.join(dist, file), 'utf8');
  const styles = ['codicons/codicon.css', `webviews/${name}.css`].map((file) =>
    read(file).replace(/url\("\.\/([^")]+)"\)/g, (_, named: string) => {
      const address = addressOf(path.posix.join(path.posix.dirname(file), named));
      return `url("${address}")`;
    }),
  );
  return { script: read(`webviews/${name}.js`), styles: styles.join('\n') };
}
