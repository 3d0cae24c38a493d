/** Our context keys: set by the extension, used in `when` clauses. */
export const contexts = {
  /** Whether a trace editor is the active editor. */
  trace: 'miniml.trace',
  /** Focused area of the trace editor: "plot", "events", "threshold" or "input"; "none" outside. */
  focus: 'miniml.focus',
  /** Whether the active recording has detected events. */
  events: 'miniml.hasEvents',
  /** Whether a detection is running in the active recording. */
  detecting: 'miniml.detecting',
  /** Whether a detection is running in any recording, shown or not. */
  anyDetecting: 'miniml.anyDetecting',
  /** Whether parameters of the active recording were written by its editor in this window. */
  canUndoValues: 'miniml.canUndoValues',
  /** Focused area of the scoring editor: "window", "grid", "control", "input" or "none"; unset elsewhere. */
  scoring: 'miniml.scoring',
  /** The same in the results editor: "events", "trace", "control", "input" or "none"; unset elsewhere. */
  results: 'miniml.results',
  /** The same in the tuning panel: "tabs", "trace", "edge", "control", "input" or "none"; unset elsewhere. */
  tuning: 'miniml.tuning',
  /** The same in the experiment editor: "rows", "control", "input" or "none"; unset elsewhere. */
  experiment: 'miniml.experiment',
  /** Whether TensorFlow was installed by us. */
  tensorFlow: 'miniml.tensorFlowInstalled',
} as const;

export const traceIsActive = contexts.trace;
export const plotHasFocus = `${traceIsActive} && ${contexts.focus} == plot`;
export const eventsHaveFocus = `${traceIsActive} && ${contexts.focus} == events`;
export const traceHasFocus = `${traceIsActive} && ${contexts.focus} =~ /^(plot|events|threshold)$/`;

export const scoringIsActive = contexts.scoring;
export const windowHasFocus = `${contexts.scoring} == window`;
export const gridHasFocus = `${contexts.scoring} == grid`;
export const windowsHaveFocus = `${contexts.scoring} =~ /^(window|grid)$/`;
export const scoringHasFocus = `${contexts.scoring} =~ /^(window|grid|control)$/`;

export const resultsAreActive = contexts.results;
export const resultsListHasFocus = `${contexts.results} == events`;
export const resultsTraceHasFocus = `${contexts.results} == trace`;
export const resultsHaveFocus = `${contexts.results} =~ /^(events|trace|control)$/`;

export const tuningIsActive = contexts.tuning;
export const tuningTabsHaveFocus = `${contexts.tuning} == tabs`;
export const tuningTraceHasFocus = `${contexts.tuning} == trace`;
export const tuningEdgeHasFocus = `${contexts.tuning} == edge`;
export const tuningInputHasFocus = `${contexts.tuning} == input`;
export const tuningHasFocus = `${contexts.tuning} =~ /^(tabs|trace|edge|control)$/`;

export const experimentIsActive = contexts.experiment;
export const experimentRowsHaveFocus = `${contexts.experiment} == rows`;
export const experimentHasFocus = `${contexts.experiment} =~ /^(rows|control)$/`;

/** Where a key acts, for the list of keys that `?` shows; the order there is the order here. */
const places: Readonly<Record<string, string>> = {
  [traceHasFocus]: 'Anywhere',
  [resultsHaveFocus]: 'Anywhere',
  [scoringHasFocus]: 'Anywhere',
  [tuningHasFocus]: 'Anywhere',
  [experimentHasFocus]: 'Anywhere',
  [tuningIsActive]: 'Anywhere',
  [`${traceHasFocus} && ${contexts.events}`]: 'Anywhere',
  [`${traceHasFocus} && ${contexts.canUndoValues}`]: 'Anywhere',
  [plotHasFocus]: 'In the trace',
  [resultsTraceHasFocus]: 'In the recording',
  [tuningTraceHasFocus]: 'In the trace',
  [eventsHaveFocus]: 'In the list of events',
  [resultsListHasFocus]: 'In the list of events',
  [experimentRowsHaveFocus]: 'In the list of rows',
  [windowsHaveFocus]: 'On a window and in the overview',
  [windowHasFocus]: 'On a window',
  [gridHasFocus]: 'In the overview',
  [tuningEdgeHasFocus]: 'At an edge of the window',
  [tuningTabsHaveFocus]: 'At the tabs',
  [tuningInputHasFocus]: 'In a field',
  [`${traceHasFocus} && ${contexts.detecting}`]: 'While events are detected',
};

/** All places, in the order in which lists of keys have them. */
export const placeNames: readonly string[] = [...new Set(Object.values(places))];

/** The place that a `when` clause stands for. @throws RangeError for one that has no name yet */
export function placeOf(when: string): string {
  const place = places[when];
  if (place === undefined) throw new RangeError(`No name says where keys act when ${when}.`);
  return place;
}
