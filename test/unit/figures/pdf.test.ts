import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type Figure, label, line } from '../../../src/common/figures/marks';
import { pdfOf } from '../../../src/common/figures/pdf';
import { temporaryFolder } from '../../support/folder';

const figure: Figure = {
  name: 'superplot-amplitude',
  title: 'Amplitude − by group',
  legend: '',
  width: 240.94,
  height: 190,
  marks: [
    line(
      [
        [10, 10],
        [10, 100],
      ],
      '#0072b2',
    ),
    { kind: 'dots', points: [[20, 30]], shape: 'circle', radius: 0.8, fill: '#9a9a9a', opacity: 0.5 },
    { kind: 'dots', points: [[60, 30]], shape: 'triangle', radius: 2, fill: '#d55e00', stroke: '#ffffff' },
    label(50, 60, '−60 pA ± 3', { anchor: 'end' }),
    label(20, 90, 'Amplitude (pA)', { anchor: 'middle', upright: true }),
  ],
};

test('a figure as PDF has its size in points, its marks as paths and its text as text', () => {
  const text = pdfOf(figure);
  assert.match(text, /^%PDF-1\.4\n/);
  assert.match(text, /\/MediaBox \[0 0 240\.94 190\]/);
  assert.match(text, /0 0\.447 0\.698 RG 0\.5 w\n10 10 m\n10 100 l\nS/);
  assert.match(text, /\/ca 0\.5 \/CA 0\.5/);
  // The minus is Symbol's; "60 pA" has the width of its letters, to the left of its end at 50.
  assert.match(text, /\/Symbol 7 Tf <2D> Tj\n\/Helvetica 7 Tf <36302070412[0-9A-F]+> Tj/);
  assert.equal(pdfOf(figure), text);
});

test('the table of a PDF has the place of each object', () => {
  const text = pdfOf(figure);
  const start = Number(/startxref\n(\d+)/.exec(text)?.[1]);
  assert.equal(text.slice(start, start + 4), 'xref');
  const places = [...text.slice(start).matchAll(/(\d{10}) 00000 n/g)].map(([, place]) => Number(place));
  assert.equal(places.length, 8);
  for (const [i, place] of places.entries())
    assert.ok(text.startsWith(`${i + 1} 0 obj`, place), `object ${i + 1}`);
});

test('a text that the fonts of PDF lack is refused with the character, and with what to use', () => {
  const wrong = { ...figure, marks: [label(0, 0, 'мышь 3')] };
  assert.throws(() => pdfOf(wrong), /has no PDF: its fonts lack the character м of “мышь 3”\. Use its SVG\./);
});

const reader = ['/usr/bin/pdftotext', '/usr/local/bin/pdftotext', '/opt/homebrew/bin/pdftotext'].find(
  existsSync,
);
test('another program reads the text of a PDF', { skip: reader ? false : 'no pdftotext here' }, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'pdf-'));
  const file = path.join(folder, 'figure.pdf');
  writeFileSync(file, pdfOf(figure), 'latin1');
  execFileSync(reader!, [file, path.join(folder, 'text')]);
  assert.match(readFileSync(path.join(folder, 'text'), 'utf8'), /−60 pA ± 3/);
});
