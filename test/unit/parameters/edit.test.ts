import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameterFileEdit } from '../../../src/common/parameters/edit';
import type { Parameters } from '../../../src/common/parameters/parameters';
import { parameterLayer } from '../../../src/engine/parameter-files/file';

function edited(text: string, patch: Partial<Parameters>): string {
  const edit = parameterFileEdit(text, patch);
  if (!edit) return text;
  return text.slice(0, edit.offset) + edit.content + text.slice(edit.offset + edit.length);
}

const file = `// Cell 7, after TTX
{
    "win_size": 600, // too short?
    /* as in the paper */
    "model_threshold": 0.5
}
`;

test('a value changes, comments and layout stay', () => {
  assert.equal(edited(file, { win_size: 1250 }), file.replace('600', '1250'));
  const both = edited(file, { win_size: 1250, model_threshold: 0.75 });
  assert.equal(both, file.replace('600', '1250').replace('0.5', '0.75'));
  assert.equal(parameterFileEdit(file, { win_size: 600 }), undefined);
});

test('a value that was not there comes last, and goes again without a trace', () => {
  const more = edited(file, { convolve_win: 34, lowpass: null });
  assert.deepEqual(parameterLayer(more, '/a/cell7.miniml.json').values, {
    win_size: 600,
    model_threshold: 0.5,
    convolve_win: 34,
    lowpass: null,
  });
  assert.ok(more.includes('// too short?') && more.includes('/* as in the paper */'));
  assert.equal(edited(more, { convolve_win: undefined, lowpass: undefined }), file);
});

test('a parameter keeps the name it goes by in the file; the last of two is the one that counts', () => {
  assert.equal(edited('{ "window": 600 }', { win_size: 900 }), '{ "window": 900 }');
  const twice = edited('{ "win_size": 1, "model_threshold": 0.5, "window": 600 }', { win_size: 900 });
  assert.match(twice, /"window": 900/);
});

test('empty objects, trailing commas and the line ends of Windows', () => {
  const values = (text: string) => parameterLayer(text, '/a/b.miniml.json').values;
  assert.deepEqual(values(edited('{}', { win_size: 900 })), { win_size: 900 });
  assert.deepEqual(values(edited('{\n  "convolve_win": 20,\n}\n', { win_size: 900 })), {
    convolve_win: 20,
    win_size: 900,
  });
  assert.equal(
    edited('{\r\n  "win_size": 600\r\n}\r\n', { win_size: 900 }),
    '{\r\n  "win_size": 900\r\n}\r\n',
  );
});

test('the comment behind the last value stays behind it when others follow, and when they go', () => {
  const commented = '{\n  "win_size": 600 // the default\n}\n';
  const more = edited(commented, { convolve_win: 34, event_direction: 'positive' });
  assert.equal(
    more,
    '{\n  "win_size": 600, // the default\n  "convolve_win": 34,\n  "event_direction": "positive"\n}\n',
  );
  assert.equal(edited(more, { convolve_win: undefined, event_direction: undefined }), commented);
  const windows = '{\r\n\t"win_size": 600, /* ms? */ // the default\r\n}\r\n';
  const longer = edited(windows, { convolve_win: 34 });
  assert.equal(longer, '{\r\n\t"win_size": 600, /* ms? */ // the default\r\n\t"convolve_win": 34,\r\n}\r\n');
  assert.equal(edited(longer, { convolve_win: undefined }), windows);
});
