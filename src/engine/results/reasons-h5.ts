import type { Candidate, Rise } from '../../common/events/candidate';
import type { Detection } from '../../common/events/detection';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { Hdf5Group } from '../files/hdf5/hdf5';
import { groupAt } from '../files/hdf5/values';
import { tableIn, writeTable } from './events-h5';

/** Outcomes are stored as indices into these lists, so these may only grow at the end. */
const OUTCOMES = ['searched', 'narrow', 'border'] as const satisfies Candidate['outcome'][];
const RISE_OUTCOMES = [
  'event',
  'minor',
  'duplicate',
  'border',
  'missing',
  'excluded',
  'small',
] as const satisfies Rise['outcome'][];

/** Writes the reasons for events and non-events: all candidates with their rises. */
export function writeReasons(parent: Hdf5Group, { candidates, missing, excluded }: Detection): void {
  writeTable(parent, 'candidates', {
    left: candidates.map((c) => c.left),
    right: candidates.map((c) => c.right),
    cut: candidates.map((c) => (c.cut ? 1 : 0)),
    score: candidates.map((c) => c.score),
    prominence: candidates.map((c) => c.prominence),
    from: candidates.map((c) => c.from),
    to: candidates.map((c) => c.to),
    outcome: candidates.map((c) => OUTCOMES.indexOf(c.outcome)),
    // Present if both directions were searched.
    ...(candidates.some((c) => c.direction) && { direction: candidates.map((c) => c.direction ?? 0) }),
  });
  const rises = candidates.flatMap((c, candidate) => c.rises.map((rise) => ({ candidate, ...rise })));
  writeTable(parent, 'rises', {
    candidate: rises.map((r) => r.candidate),
    sample: rises.map((r) => r.sample),
    gradient: rises.map((r) => r.gradient),
    outcome: rises.map((r) => RISE_OUTCOMES.indexOf(r.outcome)),
  });
  writeRanges(parent, 'missing', missing);
  writeRanges(parent, 'excluded', excluded);
}

/**
 * Inverse of {@link writeReasons}.
 *
 * @throws UserError when a table is missing or damaged
 */
export function readReasons(
  file: string,
  parent: Hdf5Group,
): Pick<Detection, 'candidates' | 'missing' | 'excluded'> {
  const table = tableIn(file, parent, 'candidates');
  const candidates = Array.from({ length: table.rows }, (_, i): Candidate => {
    const at = (column: string) => table.column(column)[i];
    return {
      left: at('left'),
      right: at('right'),
      cut: at('cut') === 1,
      score: at('score'),
      prominence: at('prominence'),
      from: at('from'),
      to: at('to'),
      outcome: OUTCOMES[at('outcome')] ?? 'searched',
      rises: [],
      ...(table.has('direction') && { direction: at('direction') < 0 ? (-1 as const) : (1 as const) }),
    };
  });
  const rises = tableIn(file, parent, 'rises');
  for (let i = 0; i < rises.rows; i++) {
    const rise: Rise = {
      sample: rises.column('sample')[i],
      gradient: rises.column('gradient')[i],
      outcome: RISE_OUTCOMES[rises.column('outcome')[i]] ?? 'event',
    };
    candidates[rises.column('candidate')[i]]?.rises.push(rise);
  }
  return {
    candidates,
    missing: readRanges(file, parent, 'missing'),
    // Older files lack it.
    excluded: groupAt(parent, 'excluded') ? readRanges(file, parent, 'excluded') : [],
  };
}

function writeRanges(parent: Hdf5Group, name: string, stretches: readonly SampleRange[]): void {
  writeTable(parent, name, { from: stretches.map((s) => s.from), to: stretches.map((s) => s.to) });
}

function readRanges(file: string, parent: Hdf5Group, name: string): SampleRange[] {
  const table = tableIn(file, parent, name);
  return Array.from({ length: table.rows }, (_, i) => ({
    from: table.column('from')[i],
    to: table.column('to')[i],
  }));
}
