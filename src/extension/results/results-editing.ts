import { createHash } from 'node:crypto';
import path from 'node:path';
import type {
  AddedEvent,
  ResultsContents,
  ResultsEdits,
  SavedExports,
  SourceTrace,
} from '../../common/api/engine/results';
import { messageOf } from '../../common/errors';
import { isObject } from '../../engine/files/fields';
import type { Editing } from '../editing/edit-operations';
import type { Engine } from '../engine/engine';

/** A results file, and the path of its recording. */
export interface OpenedResults extends ResultsContents {
  trace: SourceTrace | { reason: string };
}

/** Edit operations of results: events are deleted, excluded from the average, or added. */
export function resultsEditing(
  engine: Engine,
  file: string,
  tellExports: (exports: SavedExports) => void,
): Editing<OpenedResults, ResultsEdits, ResultsOperation> {
  return {
    async read() {
      const [contents, trace] = await Promise.all([
        engine.request('results', { path: file }),
        engine.request('resultSource', { path: file }).catch((thrown) => ({ reason: messageOf(thrown) })),
      ]);
      return { ...contents, trace };
    },
    async write(edits, target, expected) {
      const request = { path: file, edits, target, expected };
      const { exports, stamp } = await engine.request('saveResults', request);
      tellExports(exports);
      return stamp;
    },
    keyOf: ({ detection_key }) => detection_key,
    subject: 'events',
    fingerprint,
    stateOf: ({ edits }) => edits,
    applied,
    inverse,
    between: operationsBetween,
    labelOf,
    sizeOf: (operation) => locationsOf(operation).length,
    written: writtenOperation,
    replayed(edits, written) {
      const operation = readOperation(written);
      return operation ? applied(edits, operation) : edits;
    },
    conflictOf: () => `Another program has changed ${path.basename(file)}.`,
  };
}

/** One operation: a step of undo and an entry of the journal. */
export type ResultsOperation =
  | { kind: 'delete' | 'restore' | 'exclude' | 'include'; locations: number[] }
  | { kind: 'add' | 'withdraw'; events: AddedEvent[] };

const opposites = {
  delete: 'restore',
  restore: 'delete',
  exclude: 'include',
  include: 'exclude',
  add: 'withdraw',
  withdraw: 'add',
} as const;

/** The operation that undoes another one. */
export function inverse(operation: ResultsOperation): ResultsOperation {
  return { ...operation, kind: opposites[operation.kind] } as ResultsOperation;
}

/** The part of an operation that changes something; undefined if there is none. */
export function effective(edits: ResultsEdits, operation: ResultsOperation): ResultsOperation | undefined {
  if ('events' in operation) {
    const known = new Set(edits.added.map(({ event }) => event.location));
    const events = operation.events.filter(
      ({ event }) => known.has(event.location) === (operation.kind === 'withdraw'),
    );
    return events.length === 0 ? undefined : { kind: operation.kind, events };
  }
  const { kind } = operation;
  const listed = new Set(kind === 'delete' || kind === 'restore' ? edits.deleted : edits.excluded);
  const taking = kind === 'restore' || kind === 'include';
  const locations = operation.locations.filter((location) => listed.has(location) === taking);
  return locations.length === 0 ? undefined : { kind, locations };
}

/** The edits after an operation; the same object if nothing changes. */
export function applied(edits: ResultsEdits, asked: ResultsOperation): ResultsEdits {
  const operation = effective(edits, asked);
  if (!operation) return edits;
  switch (operation.kind) {
    case 'delete':
      return { ...edits, deleted: together(edits.deleted, operation.locations) };
    case 'restore':
      return { ...edits, deleted: without(edits.deleted, operation.locations) };
    case 'exclude':
      return { ...edits, excluded: together(edits.excluded, operation.locations) };
    case 'include':
      return { ...edits, excluded: without(edits.excluded, operation.locations) };
    case 'add':
      return { ...edits, added: [...edits.added, ...operation.events] };
    case 'withdraw': {
      const gone = new Set(locationsOf(operation));
      return { ...edits, added: edits.added.filter(({ event }) => !gone.has(event.location)) };
    }
  }
}

/** Operations that turn one state into another; [] if they are equal. */
export function operationsBetween(before: ResultsEdits, after: ResultsEdits): ResultsOperation[] {
  const others = (added: AddedEvent[], known: AddedEvent[]) => {
    const locations = new Set(known.map(({ event }) => event.location));
    return added.filter(({ event }) => !locations.has(event.location));
  };
  const all: ResultsOperation[] = [
    { kind: 'withdraw', events: others(before.added, after.added) },
    { kind: 'add', events: others(after.added, before.added) },
    { kind: 'restore', locations: without(before.deleted, after.deleted) },
    { kind: 'delete', locations: without(after.deleted, before.deleted) },
    { kind: 'include', locations: without(before.excluded, after.excluded) },
    { kind: 'exclude', locations: without(after.excluded, before.excluded) },
  ];
  return all.filter((operation) => locationsOf(operation).length > 0);
}

export function locationsOf(operation: ResultsOperation): number[] {
  return 'events' in operation ? operation.events.map(({ event }) => event.location) : operation.locations;
}

const words: Readonly<Record<ResultsOperation['kind'], string>> = {
  delete: 'Delete',
  restore: 'Restore',
  exclude: 'Exclude from Average',
  include: 'Include in Average',
  add: 'Add',
  withdraw: 'Remove Added',
};

/** Name of an operation in menus: "Delete 3 Events". */
export function labelOf(operation: ResultsOperation): string {
  const { length } = locationsOf(operation);
  return `${words[operation.kind]}: ${length === 1 ? '1 Event' : `${length} Events`}`;
}

/** Serialises an operation as JSON, including NaN and segments of the trace. */
export function writtenOperation(operation: ResultsOperation): unknown {
  if (!('events' in operation)) return operation;
  const events = operation.events.map(({ event, snippet }) => ({
    event: JSON.parse(JSON.stringify(event, (_, value) => (Number.isNaN(value) ? 'NaN' : value))) as unknown,
    snippet: Buffer.from(snippet.buffer, snippet.byteOffset, snippet.byteLength).toString('base64'),
  }));
  return { kind: operation.kind, events };
}

/** Inverse of {@link writtenOperation}; undefined for anything else. */
export function readOperation(written: unknown): ResultsOperation | undefined {
  if (!isObject(written) || !Object.hasOwn(opposites, String(written['kind']))) return undefined;
  const { kind, locations, events } = written as Record<string, unknown>;
  if (kind !== 'add' && kind !== 'withdraw')
    return Array.isArray(locations) && locations.every(Number.isSafeInteger)
      ? ({ kind, locations } as ResultsOperation)
      : undefined;
  if (!Array.isArray(events) || !events.every(isObject)) return undefined;
  return {
    kind,
    events: events.map(({ event, snippet }) => ({
      event: JSON.parse(JSON.stringify(event), (_, value: unknown) =>
        value === 'NaN' ? Number.NaN : value,
      ) as AddedEvent['event'],
      // A copy, since Node's buffers need not be aligned to eight bytes.
      snippet: new Float64Array(Uint8Array.from(Buffer.from(String(snippet), 'base64')).buffer),
    })),
  };
}

/** Events are told apart by their locations, whatever the order of the edits. */
function fingerprint({ deleted, excluded, added }: ResultsEdits): string {
  const lists = [deleted, excluded, added.map(({ event }) => event.location)];
  const sorted = lists.map((locations) => [...locations].sort((a, b) => a - b));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

function together(list: readonly number[], more: readonly number[]): number[] {
  return [...new Set([...list, ...more])].sort((a, b) => a - b);
}

function without(list: readonly number[], less: readonly number[]): number[] {
  const gone = new Set(less);
  return list.filter((location) => !gone.has(location));
}
