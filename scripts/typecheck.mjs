// Checks the types of every layer, each with its own tsconfig: what a layer may use of Node or a browser is in there.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const layers = readdirSync(path.join(root, 'src')).map((name) => `src/${name}`);
const projects = [...layers, 'bench', 'test'].filter((folder) =>
  existsSync(path.join(root, folder, 'tsconfig.json')),
);

let failed = false;
for (const project of projects) {
  const { status } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', project],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  if (status !== 0) failed = true;
}
process.exitCode = failed ? 1 : 0;
