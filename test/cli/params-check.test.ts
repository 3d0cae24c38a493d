import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { miniml } from '../support/command-line';
import { temporaryFolder } from '../support/folder';
import { type LanguageClient, startLanguageServer } from '../support/language-client';
import { shared, withoutShared } from '../support/shared';

const SEVERITIES = ['', 'error', 'warning', 'information', 'hint'];

const texts: Record<string, string> = {
  right: '{ "win_size": 600 }',
  empty: '',
  broken: '{\n  "win_size": ,\n  "stride": 3\n',
  'no object': '[600]',
  'byte order mark': '\uFEFF{\r\n  "window": 600,\r\n  "peak_w": 0\r\n}',
  mistakes:
    '{\n  // Grüße 🎉\n  "win_sise": 600, "threshold": 2,\n  "stride": 200, "stride": 100,\n  "gradient_convolve_win": 0\n}',
  'missing files': '{ "model_path": "nowhere.h5", "recording": "nothing.abf" }',
  unused: '{ "filter_factor": 7, "hann": 3, "lowpass": 900, "highpass": 1000, "sampling": 1000 }',
};

describe('miniml params check says what the language server says', () => {
  let client: LanguageClient;
  const folder = temporaryFolder();
  before(async () => {
    client = await startLanguageServer();
  });
  after(() => client.close());

  async function assertSame(file: string, text: string): Promise<string[]> {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    const { stdout } = await miniml('params', 'check', file, '--json');
    const printed: unknown[] = JSON.parse(stdout);
    const published = await client.diagnostics(client.open(file, text));
    const shown = published.map(({ range, severity, code, message }) => ({
      line: range.start.line + 1,
      column: range.start.character + 1,
      severity: SEVERITIES[severity],
      code,
      message,
    }));
    assert.deepEqual(printed, shown);
    return published.map(({ code }) => code);
  }

  for (const [name, text] of Object.entries(texts))
    test(`of a text: ${name}`, async () => {
      const codes = await assertSame(path.join(folder, `${name}.miniml.json`), text);
      assert.equal(codes.length > 0, name !== 'right', `[${codes}]`);
    });

  test('of a file about a real model and a real recording', { skip: withoutShared }, async () => {
    const codes = await assertSame(
      path.join(folder, 'real.miniml.json'),
      JSON.stringify({
        recording: shared('sim-mepsc', 'Sim1', 'Simulation.abf'),
        model_path: shared('models', 'GC_lstm_model.h5'),
        win_size: 400,
        event_direction: 'positive',
        resample_to_600: false,
        lowpass: 20_000,
      }),
    );
    for (const code of ['direction', 'window-too-short', 'model-length', 'beyond-nyquist'])
      assert.ok(codes.includes(code), `${code} in [${codes}]`);
  });
});
