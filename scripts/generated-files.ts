import { DECLARATIONS, PARAMETER_NAMES } from '../src/common/parameters/parameters';
import { parameterFileSchema } from '../src/common/parameters/schema';
import { manifest } from '../src/extension/manifest';
import { SCHEMA_FILE } from '../src/extension/manifest/parameter-files';
import { LAYERS } from './layers';

export interface GeneratedFile {
  /** Relative to the project. */
  file: string;
  text: string;
}

/** Every file of the project that is made from declarations, as it is to be. */
export function generatedFiles(read: (file: string) => string): GeneratedFile[] {
  return [
    { file: 'package.json', text: packageJson(read('package.json')) },
    { file: 'README.md', text: readme(read('README.md')) },
    { file: 'ARCHITECTURE.md', text: architecture(read('ARCHITECTURE.md')) },
    { file: SCHEMA_FILE, text: `${JSON.stringify(parameterFileSchema(), null, 2)}\n` },
  ];
}

/** package.json with what the extension contributes; everything else stays as it was written. */
function packageJson(current: string): string {
  const { activationEvents, contributes } = manifest();
  const {
    activationEvents: _a,
    contributes: _c,
    ...written
  } = JSON.parse(current) as Record<string, unknown>;
  const entries = Object.entries(written);
  const after = entries.findIndex(([name]) => name === 'main') + 1;
  entries.splice(after, 0, ['activationEvents', activationEvents], ['contributes', contributes]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** The README with its table of parameters. */
function readme(current: string): string {
  const rows = PARAMETER_NAMES.map((name) => {
    const declaration = DECLARATIONS[name];
    const { unit } = { unit: '', ...declaration };
    const value = declaration.default === null ? declaration.whenNull : `\`${declaration.default}\``;
    return `| \`${name}\` | ${value} | ${unit} | ${declaration.doc} |`;
  });
  const table = ['| parameter | default | unit | what it does |', '|---|---|---|---|', ...rows].join('\n');
  const details = `<details>\n<summary>All parameters</summary>\n\n${table}\n\n</details>`;
  return current.replace(
    /(<!-- parameters -->\n)[\s\S]*(<!-- \/parameters -->)/,
    (_, begin, end) => `${begin}${details}\n${end}`,
  );
}

/** ARCHITECTURE.md with its table of folders and what each may import. */
function architecture(current: string): string {
  const rows = Object.entries(LAYERS).map(([layer, { doc, imports }]) => {
    const allowed = imports.filter((name) => !name.startsWith('common') || layer.startsWith('common'));
    const named = allowed.map((name) => `\`${name.replace(/^engine\/(?=\w)/, '')}\``);
    return `| \`${layer === 'bench' ? '' : 'src/'}${layer}\` | ${doc} | ${named.join(' ') || '–'} |`;
  });
  const table = ['| folder | purpose | may import |', '|---|---|---|', ...rows].join('\n');
  return current.replace(
    /(<!-- layers -->\n)[\s\S]*(<!-- \/layers -->)/,
    (_, begin, end) => `${begin}${table}\n${end}`,
  );
}
