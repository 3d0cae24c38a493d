import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { projectRoot } from '../../support/project';

type Rgb = readonly [red: number, green: number, blue: number];

const css = readFileSync(path.join(projectRoot, 'src/webviews/shared/tokens.css'), 'utf8');

/** Rules that hold for a body of each kind of theme, the later ones over the earlier. */
const themes = {
  dark: { rules: ['body'], background: '#1f1f1f' },
  light: { rules: ['body', 'body.vscode-light'], background: '#ffffff' },
  'high contrast': { rules: ['body', 'body.vscode-high-contrast'], background: '#000000' },
  'high contrast light': {
    rules: ['body', 'body.vscode-high-contrast', 'body.vscode-high-contrast-light'],
    background: '#ffffff',
  },
} as const;

/** What a token is without VS Code's own variables. */
function declared(rules: readonly string[], token: string): string {
  const found = rules.flatMap((rule) => {
    const start = css.indexOf(`${rule} {`);
    const body = css.slice(start, css.indexOf('\n}', start));
    return [...body.matchAll(new RegExp(`${token}: ([^;]+);`, 'g'))].map((match) => match[1]);
  });
  assert.ok(found.length > 0, `${token} is not in tokens.css`);
  return found.at(-1)!.trim();
}

/** A token's fallback as a colour: "#…", "var(…, #…)", or one of these mixed with a share of black. */
function fallback(rules: readonly string[], token: string): Rgb {
  const found = /(#[0-9a-f]{6})\)?(?: (\d+)%, #000000\))?$/.exec(declared(rules, token));
  assert.ok(found, `${token} has no fallback that this test understands`);
  return rgbOf(found[1]).map((value) => (value * Number(found[2] ?? 100)) / 100) as unknown as Rgb;
}

function rgbOf(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

const linear = (value: number) =>
  value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;

/** Machado, Oliveira and Fernandes, IEEE Trans. Vis. Comput. Graph. 15 (2009) 1291, severity 1, for linear RGB. */
const sights = {
  trichromatic: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopic: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopic: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopic: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** CIE L*a*b* of a colour as somebody sees it, white D65. */
function labAsSeen(rgb: Rgb, sight: readonly number[]): number[] {
  const light = rgb.map(linear);
  const [r, g, b] = [0, 3, 6].map((row) =>
    Math.min(1, Math.max(0, sight[row] * light[0] + sight[row + 1] * light[1] + sight[row + 2] * light[2])),
  );
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE 1976 colour difference, the smallest that any of the sights makes of it. */
function leastDifference(a: Rgb, b: Rgb): number {
  return Math.min(
    ...Object.values(sights).map((sight) => {
      const [p, q] = [labAsSeen(a, sight), labAsSeen(b, sight)];
      return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
    }),
  );
}

/** Contrast of WCAG 2. */
function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [a, b]
    .map((rgb) => 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]))
    .sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe('colours of scores', () => {
  test('score 1 is the colour of a detected event', () => {
    assert.equal(declared(['body'], '--score-1'), 'var(--event)');
  });

  for (const [theme, { rules, background }] of Object.entries(themes)) {
    const [one, none, two] = ['--event', '--score-0', '--score-2'].map((token) => fallback(rules, token));

    test(`${theme}: the colour-blind tell event from no event, and each from score 2`, (t) => {
      const [events, oneTwo, noneTwo] = [
        leastDifference(one, none),
        leastDifference(one, two),
        leastDifference(none, two),
      ];
      t.diagnostic(`ΔE 1–0 ${events.toFixed(0)}, 1–2 ${oneTwo.toFixed(0)}, 0–2 ${noneTwo.toFixed(0)}`);
      assert.ok(events > 55, `ΔE of 1 and 0 is ${events.toFixed(1)}`);
      // Three hues cannot all lie far apart for everyone: "?" and hatching carry score 2.
      assert.ok(oneTwo > 10, `ΔE of 1 and 2 is ${oneTwo.toFixed(1)}`);
      assert.ok(noneTwo > 10, `ΔE of 0 and 2 is ${noneTwo.toFixed(1)}`);
    });

    test(`${theme}: each stands out from the background`, () => {
      for (const [i, colour] of [one, none, two].entries()) {
        const found = contrast(colour, rgbOf(background));
        assert.ok(found >= 4.5, `colour ${i} has a contrast of ${found.toFixed(2)} to 1`);
      }
    });
  }
});
