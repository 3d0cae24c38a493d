import type { ExperimentViewRow } from '../../common/api/views/experiment';
import { comparison } from './columns';
import { matches } from './row-text';
import { type ExperimentState, rowsOf, type ViewState } from './state';

type Look = Pick<ViewState, 'sort' | 'descending' | 'filter'>;

let last: { rows: readonly ExperimentViewRow[]; look: Look; listed: ExperimentViewRow[] } | undefined;

/** Rows that pass the filter, sorted. The last answer is cached: it is asked for by every part of the view. */
export function listedRows(state: ExperimentState): readonly ExperimentViewRow[] {
  const rows = rowsOf(state);
  const { sort, descending, filter } = state.view;
  if (
    last?.rows === rows &&
    last.look.sort === sort &&
    last.look.descending === descending &&
    last.look.filter === filter
  )
    return last.listed;
  const passing = filter.trim() === '' ? [...rows] : rows.filter((row) => matches(row, filter.trim()));
  const listed = passing.sort(comparison(sort, descending));
  last = { rows, look: { sort, descending, filter }, listed };
  return listed;
}

export function listedLines(state: ExperimentState): number[] {
  return listedRows(state).map(({ line }) => line);
}
