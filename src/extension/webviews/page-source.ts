import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What a page of ours is made of: `webviews/NAME.js` and its styles, and those of the icons.
 *
 * @param dist absolute path of the folder of the bundles
 * @param addressOf where the page finds a file of that folder, which styles name relative to themselves
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
