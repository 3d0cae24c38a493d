import { useEffect, useState } from 'preact/hooks';
import { onThemeChange, readTheme, type Theme } from './theme';

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
export function currentTheme(): Theme {
  if (current) return current;
  onThemeChange(() => {
    current = readTheme();
    for (const listener of listeners) listener(current);
  });
  current = readTheme();
  return current;
}
