/** Our context keys: set by the extension, used in `when` clauses. */
export const contexts = {
  /** Whether a trace editor is the active editor. */
  trace: 'miniml.trace',
  /** Focused area of the trace editor: "plot", "events" or "input"; "none" outside. */
  focus: 'miniml.focus',
  /** Whether the active recording has detected events. */
  events: 'miniml.hasEvents',
  /** Whether a detection is running in the active recording. */
  detecting: 'miniml.detecting',
  /** Focused area of the scoring editor: "window", "grid", "control", "input" or "none"; unset elsewhere. */
  scoring: 'miniml.scoring',
  /** The same in the results editor: "events", "trace", "control", "input" or "none"; unset elsewhere. */
  results: 'miniml.results',
  /** The same in the tuning panel: "tabs", "trace", "edge", "control", "input" or "none"; unset elsewhere. */
  tuning: 'miniml.tuning',
} as const;

export const traceIsActive = contexts.trace;
export const plotHasFocus = `${traceIsActive} && ${contexts.focus} == plot`;
export const eventsHaveFocus = `${traceIsActive} && ${contexts.focus} == events`;
export const traceHasFocus = `${traceIsActive} && ${contexts.focus} =~ /^(plot|events)$/`;

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
