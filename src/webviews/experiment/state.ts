import type { ComparisonTest, ExperimentComparison } from '../../common/api/engine/experiments';
import type { ExperimentSnapshot, ExperimentViewRow, RowParameter } from '../../common/api/views/experiment';
import type { ColumnId } from './columns';

/** How the view looks at the table; kept while it is hidden. */
export interface ViewState {
  sort: ColumnId;
  descending: boolean;
  filter: string;
  filterShown: boolean;
  detailsShown: boolean;
  comparisonShown: boolean;
  /** Heading of the measure that is compared; null takes the default. */
  measure: string | null;
  summary: ComparisonTest['summary'];
  /** Label of a test; null takes the first of the summary. */
  test: string | null;
  /** Line of the current row; null without rows. */
  current: number | null;
  /** Where a range of selected rows begins. */
  anchor: number | null;
  /** Lines of the selected rows. */
  selection: readonly number[];
}

export interface ExperimentState {
  snapshot: ExperimentSnapshot;
  view: ViewState;
  /** Parameters of a row, for the details. */
  parameters: { line: number; list: RowParameter[] } | null;
  /** What came out, last asked for; null before. */
  compared: ComparedState | null;
  failure: string | null;
  keysOpen: boolean;
}

export interface ComparedState {
  /** Whether an answer is awaited; until it comes, `comparison` is the one before. */
  asking: boolean;
  comparison: ExperimentComparison | null;
  /** Why there is none. */
  problem: string | null;
}

export const initialView: ViewState = {
  sort: 'line',
  descending: false,
  filter: '',
  filterShown: false,
  detailsShown: false,
  comparisonShown: false,
  measure: null,
  summary: 'mean',
  test: null,
  current: null,
  anchor: null,
  selection: [],
};

export const initialState: ExperimentState = {
  snapshot: { kind: 'opening', name: '' },
  view: initialView,
  parameters: null,
  compared: null,
  failure: null,
  keysOpen: false,
};

/** Rows of the table; none until it is open. */
export function rowsOf({ snapshot }: ExperimentState): readonly ExperimentViewRow[] {
  return snapshot.kind === 'ready' ? snapshot.rows : [];
}

/** The rows that are selected, in the order of the table. */
export function selectedRows(state: ExperimentState): ExperimentViewRow[] {
  const selection = new Set(state.view.selection);
  return rowsOf(state).filter(({ line }) => selection.has(line));
}
