import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordingInfo } from '../../../src/common/api/engine/file-info';
import { decimal, fields, nothing } from '../../../src/common/api/shape';
import type { ToHost, ToView } from '../../../src/common/api/views/messages';
import { secondsOf } from '../../../src/extension/commands/seconds';
import { factsOf } from '../../../src/extension/files/facts-of';
import { keyLabel, traceKeys } from '../../../src/extension/key-list';
import { guessDescriptions, unitDoubt } from '../../../src/extension/recordings/description';
import { pageHtml } from '../../../src/extension/webviews/html';
import { serveWebview } from '../../../src/extension/webviews/serve';

test('times are understood as people write them', () => {
  assert.equal(secondsOf(' 12.5 '), 12.5);
  assert.equal(secondsOf('12,5'), 12.5);
  assert.equal(secondsOf('1:30.25'), 90.25);
  assert.equal(secondsOf('1:00:00'), 3600);
  for (const text of ['', 'soon', '-1', '1e3', '1:2:3:4', '1::2'])
    assert.ok(Number.isNaN(secondsOf(text)), text);
});

test('keys are shown as they stand on a keyboard', () => {
  assert.equal(keyLabel('shift+left'), 'Shift+←');
  assert.equal(keyLabel('numpad_add'), 'Num +');
  assert.equal(keyLabel('n'), 'N');
  assert.deepEqual(
    traceKeys.filter(({ action }) => action === 'nextEvent').map(({ place, keys }) => [place, ...keys]),
    [
      ['Anywhere', 'N'],
      ['In the list of events', '↓'],
    ],
  );
});

const nameless = { rate_hz: null, channels: [{ name: '', unit: '' }] } as unknown as RecordingInfo;
const picture = (...y: number[]) =>
  ({ x: new Float64Array(y.length), y: Float32Array.from(y), kind: 'samples', exact: true }) as const;

test('the unit of a file that does not say it is guessed from the size of its numbers', () => {
  const [guess] = guessDescriptions(nameless, picture(-3e-11, 2e-12));
  assert.deepEqual(guess, {
    rate_hz: 50_000,
    unit: 'pA',
    scaling: 1e12,
    label: '50 kHz, amperes in the file, shown as pA',
  });
  assert.equal(guessDescriptions(nameless, picture(-0.07, -0.065))[0]?.unit, 'mV');
  assert.deepEqual(guessDescriptions(nameless, picture(-30, 5))[0]?.scaling, 1);
  assert.equal(guessDescriptions(nameless, undefined).length, 3);
});

function port() {
  const sent: ToView[] = [];
  let listener: ((message: ToHost) => unknown) | undefined;
  return {
    sent,
    ask: (message: Omit<ToHost, 'type'>) => listener?.({ type: 'request', ...message }),
    postMessage: (message: ToView) => sent.push(message),
    onDidReceiveMessage(heard: (message: ToHost) => unknown) {
      listener = heard;
      return { dispose: () => (listener = undefined) };
    },
  };
}

test('a unit that cannot be right is doubted, and what it is instead is guessed', () => {
  const millivolts = { ...nameless, rate_hz: 20_000, channels: [{ name: '', unit: 'mV' }] };
  const stored = picture(-3.3e-7, 1.7e-7);
  assert.match(unitDoubt(millivolts, stored)!, /below 10⁻⁶ mV/);
  assert.deepEqual(guessDescriptions(millivolts, stored)[0]?.scaling, 1e9);
  const amperes = { ...millivolts, channels: [{ name: 'I', unit: 'A' }] };
  const { unit, scaling } = guessDescriptions(amperes, stored)[0];
  assert.deepEqual([unit, scaling], ['pA', 1e12], 'shown as the engine analyses them');
  assert.equal(unitDoubt(millivolts, picture(-70, -60)), null);
  assert.equal(guessDescriptions(millivolts, picture(-70, -60))[0]?.unit, 'mV');
});

test('every request of a webview is answered once, also one that fails or does not exist', async () => {
  const view = port();
  const failed: unknown[] = [];
  const handlers = {
    double: ({ n }: { n: number }) => n * 2,
    fail: () => {
      throw new Error('It is broken.');
    },
  };
  const shapes = { double: fields<{ n: number }>({ n: decimal() }), fail: nothing };
  type Broken = { double: typeof handlers.double; fail(request: Record<string, never>): never };
  const served = serveWebview<Broken, { hello: string }>(view, shapes, handlers, (thrown) =>
    failed.push(thrown),
  );
  await view.ask({ id: 1, method: 'double', request: { n: 21 } });
  await view.ask({ id: 2, method: 'fail', request: {} });
  await view.ask({ id: 3, method: 'toString', request: {} });
  served.notify('hello', 'there');
  assert.deepEqual(view.sent, [
    { type: 'response', id: 1, response: 42 },
    { type: 'failure', id: 2, message: 'It is broken.' },
    { type: 'failure', id: 3, message: 'Unknown request of a view: "toString".' },
    { type: 'notice', name: 'hello', notice: 'there' },
  ]);
  assert.equal(failed.length, 2);
  served.dispose();
  view.ask({ id: 4, method: 'double', request: { n: 1 } });
  assert.equal(view.sent.length, 4);
});

test('a page loads nothing but its own, and no name can break out of it', () => {
  const html = pageHtml({
    title: '"><script>alert(1)</script>',
    script: 'say("</script><script>alert(2)</script>")',
    styles: 'a::before { content: "</style><b>" }',
    cspSource: 'vscode-resource:',
    nonce: 'abc',
  });
  assert.match(
    html,
    /default-src 'none'; style-src 'nonce-abc'; font-src vscode-resource:; script-src 'nonce-abc'/,
  );
  assert.equal(html.match(/<\/script/g)?.length, 1);
  assert.equal(html.match(/<\/style/g)?.length, 1);
  assert.doesNotMatch(html, /unsafe/);
});

test('facts leave out what a file does not say', () => {
  const page = factsOf('cell.abf', '/data/cell.abf', {
    kind: 'recording',
    format: 'ABF',
    version: '2.6',
    series: '',
    all_series: [''],
    rate_hz: 50_000,
    channels: [{ name: 'I', unit: 'pA' }],
    sweeps: 1,
    samples: [1_200_000],
    sweep_starts_s: [0],
    duration_s: 24,
    tags: [],
    protocol: '',
    start: null,
    facts: [['Amplifier', 'MultiClamp']],
    axes: null,
    warnings: [],
  });
  assert.equal(page.summary, 'A recording: 1 channel, 1 sweep, 24\u00a0s.');
  assert.deepEqual(
    page.sections.map(({ title }) => title),
    ['File', 'Recording', 'Channels', 'Sweeps'],
  );
  assert.deepEqual(page.sections[2]?.rows, [['1', 'I', 'pA']]);
  assert.equal(page.sections[3]?.rows[0]?.[0], '1');
  assert.deepEqual(page.sections[1]?.rows, [
    ['Rate', '50\u202f000 Hz'],
    ['Amplifier', 'MultiClamp'],
  ]);
});
