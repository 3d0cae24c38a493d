import { spawnSync } from 'node:child_process';

const python = process.env['MINIML_PYTHON'] ?? 'python3';

/** Why a test that needs packages of Python is skipped, or false where they are there. */
export function withoutPython(...packages: string[]): string | false {
  const found = spawnSync(python, ['-c', packages.map((name) => `import ${name}`).join('\n')]);
  return found.status === 0
    ? false
    : `${python} has no ${packages.join(', ')}; MINIML_PYTHON names an interpreter that has them`;
}

/** What a program prints, as JSON. */
export function pythonJson<T>(program: string, ...args: string[]): T {
  const { status, stdout, stderr } = spawnSync(python, ['-c', program, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}
