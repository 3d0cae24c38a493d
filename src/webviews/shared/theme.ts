import { useEffect, useState } from 'preact/hooks';

/** Colours of the current theme by purpose, for canvases; declared in tokens.css. */
export interface Theme {
  foreground: string;
  /** Ticks and annotations. */
  faint: string;
  grid: string;
  background: string;
  raw: string;
  /** Raw behind the filtered trace, and the envelope of a raw trace from afar. */
  rawFar: string;
  filtered: string;
  /** Output of a model: probability, threshold, ROC. */
  model: string;
  /** A detected event; also score 1. */
  event: string;
  score0: string;
  score2: string;
  /** Outline of a selection, without a hue. */
  selected: string;
  selectionFill: string;
  /** Content that is excluded or deleted. */
  excluded: string;
  /** Hatching of excluded parts. */
  hatching: string;
  font: string;
  /** Text size of ticks, units and captions in pixels. */
  textSize: number;
  highContrast: boolean;
}

/** Name of a colour by purpose. */
export type Ink = { [K in keyof Theme]: Theme[K] extends string ? K : never }[Exclude<keyof Theme, 'font'>];

const tokens: Readonly<Record<Ink, string>> = {
  foreground: '--vscode-foreground',
  faint: '--quiet',
  grid: '--grid',
  background: '--vscode-editor-background',
  raw: '--raw',
  rawFar: '--raw-far',
  filtered: '--filtered',
  model: '--model',
  event: '--event',
  score0: '--score-0',
  score2: '--score-2',
  selected: '--selected',
  selectionFill: '--selection',
  excluded: '--excluded',
  hatching: '--hatch',
};

/** Reads the theme from the tokens, which take VS Code's colours. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const colours = Object.fromEntries(
    Object.entries(tokens).map(([ink, token]) => [ink, value(token) || 'CanvasText']),
  ) as Record<Ink, string>;
  return {
    ...colours,
    font: value('--vscode-font-family') || 'sans-serif',
    textSize: Math.max(10, Math.round(0.85 * (Number.parseFloat(style.fontSize) || 13))),
    highContrast: document.body.classList.contains('vscode-high-contrast'),
  };
}

/** The colour with an opacity. */
export function faded(colour: string, share: number): string {
  return `color-mix(in srgb, ${colour} ${Math.round(share * 100)}%, transparent)`;
}

/**
 * Listens for theme changes, in which VS Code changes classes and variables of the page in place.
 *
 * @returns a function that removes the listener
 */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}

let current: Theme | undefined;
const listeners = new Set<(theme: Theme) => void>();

/** The theme's colours; a component that draws with them is rendered again when they change. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(currentTheme);
  useEffect(() => {
    listeners.add(setTheme);
    setTheme(currentTheme());
    return () => void listeners.delete(setTheme);
  }, []);
  return theme;
}

/** Read once, and again when it changes. */
function currentTheme(): Theme {
  if (current) return current;
  onThemeChange(() => {
    current = readTheme();
    for (const listener of listeners) listener(current);
  });
  current = readTheme();
  return current;
}
