/** Colours of the current theme, as charts take them. */
export interface Theme {
  foreground: string;
  faint: string;
  grid: string;
  background: string;
  raw: string;
  /** Raw, where the filtered trace lies over it. */
  rawBehind: string;
  filtered: string;
  prediction: string;
  event: string;
  selected: string;
  selectionFill: string;
  /** Strokes over what is left out. */
  hatching: string;
  font: string;
  highContrast: boolean;
}

/** Reads the theme from VS Code's CSS variables. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (...names: string[]) => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== '') return value;
    }
    return 'CanvasText';
  };
  const highContrast = document.body.classList.contains('vscode-high-contrast');
  const foreground = colour('foreground', 'editor-foreground');
  return {
    foreground,
    faint: highContrast ? foreground : colour('descriptionForeground', 'foreground'),
    grid: faded(foreground, highContrast ? 0.35 : 0.12),
    background: colour('editor-background'),
    raw: faded(foreground, highContrast ? 1 : 0.72),
    rawBehind: faded(foreground, highContrast ? 0.6 : 0.35),
    filtered: colour('charts-blue', 'textLink-foreground'),
    prediction: colour('charts-purple', 'textLink-foreground'),
    // charts.orange lets half of what is behind it through; this is the orange that themes give symbols.
    event: colour('symbolIcon-classForeground', 'charts-orange', 'editorWarning-foreground'),
    selected: highContrast ? colour('contrastActiveBorder', 'focusBorder') : colour('focusBorder'),
    selectionFill: faded(foreground, highContrast ? 0.22 : 0.1),
    hatching: faded(foreground, highContrast ? 0.6 : 0.25),
    font: style.getPropertyValue('--vscode-font-family').trim() || 'sans-serif',
    highContrast,
  };
}

/** The same colour, let through to a share. */
export function faded(colour: string, share: number): string {
  return `color-mix(in srgb, ${colour} ${Math.round(share * 100)}%, transparent)`;
}

/**
 * VS Code changes classes and variables of the page in place when the theme changes.
 *
 * @returns a function that removes the listener
 */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}
