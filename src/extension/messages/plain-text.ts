/** Longer messages are truncated: a file can contain a name of any length. */
const LONGEST = 1000;

/**
 * Text for a notification. VS Code turns `[text](command:…)` and `[text](https:…)` in notifications into links, so text
 * that comes from a file could run a command. A word joiner between `]` and `(` looks the same but is not a link.
 */
export function plainText(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.replaceAll('](', ']\u2060(');
}

/** Text for labels in which VS Code draws `$(name)` as an icon: quick picks and the status bar. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u2060(');
}
