import type { ExperimentAction, ExperimentReady, ExperimentViewRow } from '../../common/api/views/experiment';
import { count } from '../../common/text/numbers';
import { keyOf } from '../shared/keys';
import { type Tool, Toolbar } from '../shared/toolbar';
import type { Part } from './experiment-app';
import { statusOf } from './row-text';
import type { ExperimentServices } from './services';
import { selectedRows } from './state';

/** Toolbar: one primary action, the run of all rows that are not done. */
export function ExperimentToolbar({ services, state, experiment }: Part) {
  const { rows, progress, keys } = experiment;
  const selected = selectedRows(state);
  const running = progress !== null;
  const queued = rows.some((row) => !running && (statusOf(row) === 'waiting' || statusOf(row) === 'running'));
  const open = rows.filter(isOpen).length;
  const stale = rows.filter((row) => statusOf(row) === 'stale').length;
  const { tool, host } = toolsOf(services, keys);
  const none = selected.length === 0;
  const run = running
    ? tool('cancel', 'Cancel', 'debug-stop', 'cancelRun', { primary: true, title: 'Cancel the detection' })
    : tool('run', open > 0 ? `Detect ${open}` : 'Detect', 'play', 'runAll', {
        primary: true,
        title: `Detect events in ${count(open, 'recording')} not done or changed since`,
        disabled: open === 0 || queued,
      });
  return (
    <Toolbar
      label="Experiment"
      items={[
        run,
        tool('runSelected', 'Detect in the selected', 'run-below', 'runSelected', {
          disabled: running || queued || none,
          begins: true,
        }),
        tool('runStale', `Detect in the stale (${stale})`, 'refresh', 'runStale', {
          disabled: running || queued || stale === 0,
        }),
        tool('filter', 'Filter', 'filter', 'focusFilter', {
          pressed: state.view.filterShown || state.view.filter !== '',
          begins: true,
        }),
        tool('details', 'Details: parameters and where they are set', 'info', 'toggleDetails', {
          pressed: state.view.detailsShown,
        }),
        tool('compare', 'Compare groups: figures, tests, methods', 'compare-changes', 'toggleComparison', {
          pressed: state.view.comparisonShown,
        }),
        tool('include', 'Include or exclude the selected', 'circle-slash', 'toggleInclude', {
          disabled: none,
          begins: true,
        }),
        tool('edit', 'Set values of the selected', 'edit', 'editValues', { disabled: none }),
        host('undo', 'Undo', 'discard', { begins: true }),
        host('redo', 'Redo', 'redo'),
        tool('openResults', 'Open the results', 'graph', 'openResults', { disabled: none, begins: true }),
        tool('openRecording', 'Open the recording', 'link-external', 'openRecording', { disabled: none }),
        tool('add', 'Add recordings', 'add', 'addRecordings', { rare: true }),
        tool('remove', 'Remove the selected rows', 'remove', 'removeRows', { rare: true, disabled: none }),
        queued
          ? tool('cancelJobs', 'Cancel the jobs on the cluster', 'debug-stop', 'cancelJobs', { rare: true })
          : tool('submit', 'Run on a cluster', 'server', 'submit', { rare: true, disabled: running }),
        tool('figures', 'Export figures', 'export', 'exportFigures', {
          rare: true,
          disabled: state.compared?.comparison === undefined || state.compared?.comparison === null,
        }),
        tool('nwb', 'Export as NWB', 'archive', 'exportNwb', { rare: true, disabled: running }),
        host('text', 'Open as text', 'file-code', { rare: true }),
      ]}
      counts={countsText(rows)}
      help={tool('keys', 'Keys', 'question', 'showKeys')}
    />
  );
}

function toolsOf(services: ExperimentServices, keys: ExperimentReady['keys']) {
  const tool = (
    id: string,
    label: string,
    icon: string,
    action: ExperimentAction,
    more: Partial<Tool> = {},
  ): Tool => ({ id, label, icon, key: keyOf(action, keys), onClick: () => services.act(action), ...more });
  const host = (
    id: 'undo' | 'redo' | 'text',
    label: string,
    icon: string,
    more: Partial<Tool> = {},
  ): Tool => ({
    id,
    label,
    icon,
    onClick: () => services.run(id),
    ...more,
  });
  return { tool, host };
}

/** Whether a run works on a row. */
function isOpen(row: ExperimentViewRow): boolean {
  const status = statusOf(row);
  return status !== null && status !== 'done' && status !== 'excluded';
}

/** "14 recordings · 2 groups · 1 failed" */
function countsText(rows: readonly ExperimentViewRow[]): string {
  const of = (status: string) => rows.filter((row) => statusOf(row) === status).length;
  const groups = new Set(rows.map(({ group }) => group).filter(Boolean)).size;
  const some = (n: number, words: string) => n > 0 && `${n} ${words}`;
  return [
    count(rows.length, 'recording'),
    groups > 0 && count(groups, 'group'),
    some(of('done'), 'done'),
    some(of('failed') + of('interrupted'), 'failed'),
    some(of('excluded'), 'excluded'),
  ]
    .filter(Boolean)
    .join(' · ');
}
