import type { ExperimentViewRow } from '../../common/api/views/experiment';
import type { RowReport } from '../../common/row-report';

/** Name of a file in a path of any system. */
export function basename(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

const SIGNS: Readonly<Record<RowReport['status'], string>> = {
  done: '✓',
  running: '▸',
  waiting: '…',
  'to do': '○',
  stale: '↻',
  failed: '✕',
  interrupted: '✕',
  excluded: '–',
};

/** "✓ done": a sign and a word. */
export function statusText(row: ExperimentViewRow): string {
  const status = statusOf(row);
  return status === null ? '' : `${SIGNS[status]} ${status}`;
}

/** null until it is known. An edit counts at once. */
export function statusOf({ include, report }: ExperimentViewRow): RowReport['status'] | null {
  if (!include) return 'excluded';
  if (!report) return null;
  return report.status === 'excluded' ? 'to do' : report.status;
}

/** Why a row is in its status, in a sentence; empty where there is nothing to say. */
export function statusReason(row: ExperimentViewRow): string {
  const { report } = row;
  switch (statusOf(row)) {
    case 'stale':
      return report && report.changed.length > 0
        ? `Changed since it was done: ${report.changed.join(', ')}.`
        : 'It was done by another version or with other parameters.';
    case 'failed':
    case 'interrupted':
      return report?.error ?? '';
    case 'excluded':
      return 'Excluded from the experiment.';
    default:
      return report?.note ?? '';
  }
}

/** The sentence that a row shows in place of measures, if it has failed. */
export function failureOf(row: ExperimentViewRow): string | undefined {
  const status = statusOf(row);
  return status === 'failed' || status === 'interrupted' ? (row.report?.error ?? undefined) : undefined;
}

/** "! drift, saturation"; "ok" for a row without flags. */
export function flagsText({ report, include }: ExperimentViewRow): string {
  if (!report || !include || (report.status !== 'done' && report.status !== 'stale')) return '';
  return report.flags.length === 0 ? 'ok' : `! ${report.flags.join(', ')}`;
}

const SHAPES = ['○', '△', '□', '◇'];

/** Shape of each group, in the order in which the table has them. */
export function groupShapes(rows: readonly ExperimentViewRow[]): ReadonlyMap<string, number> {
  const groups = [...new Set(rows.map(({ group }) => group).filter((group) => group !== ''))];
  return new Map(groups.map((group, i) => [group, i % SHAPES.length]));
}

/** "△ TTX" */
export function groupText(group: string, shapes: ReadonlyMap<string, number>): string {
  const shape = shapes.get(group);
  return shape === undefined ? group : `${SHAPES[shape]} ${group}`;
}

/** Whether a row holds all words of a filter, in its texts, its status or its flags. */
export function matches(row: ExperimentViewRow, filter: string): boolean {
  const { recording, cell, animal, group, condition, note, report } = row;
  const text = [
    recording,
    cell,
    animal,
    group,
    condition,
    note,
    statusOf(row) ?? '',
    ...(report?.flags ?? []),
  ]
    .join(' ')
    .toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
