import type { RecordingState } from '../../common/api/engine/kept';
import { UserError } from '../../common/errors';
import { inSamplesIfKnown } from '../../common/parameters/lengths';
import type { Engine } from '../engine/engine';
import type { KeptStorage } from '../recordings/kept-storage';
import type { Documents } from '../recordings/open-recordings';
import { staleReasons } from '../recordings/stale';
import { findRecordings, needsLook } from './find-recordings';
import type { ListedRecording } from './listed-recording';

export interface ListServices {
  engine: Engine;
  documents: Pick<Documents, 'resolved'>;
  kept: Pick<KeptStorage, 'store'>;
}

export type Facts = Omit<ListedRecording, 'running'>;

export interface RecordingList {
  recordings: Facts[];
  truncated: boolean;
}

/** Requests of this size show the first states at once. */
const FILES_PER_REQUEST = 40;

/**
 * The recordings in folders with their states. `show` gets the list as soon as names are known, and again as states
 * come in; files whose names have other uses are listed once their contents are known.
 */
export async function listRecordings(
  folders: readonly string[],
  services: ListServices,
  show: (list: RecordingList) => void = () => {},
  signal = new AbortController().signal,
): Promise<RecordingList> {
  const found = await Promise.all(folders.map((folder) => findRecordings(folder)));
  const files = [...new Set(found.flatMap((one) => one.files))];
  const truncated = found.some((one) => one.truncated);
  const known = new Map<string, Facts>();
  const list = (): RecordingList => ({
    truncated,
    recordings: files.flatMap((file) => {
      const facts = known.get(file) ?? { file, state: undefined, stale: [] };
      const isRecording = facts.state ? facts.state.kind === 'recording' : !needsLook(file);
      return isRecording ? [facts] : [];
    }),
  });
  const modelChanged = modelChecks(services.engine);
  for (let from = 0; from < files.length && !signal.aborted; from += FILES_PER_REQUEST) {
    show(list());
    const paths = files.slice(from, from + FILES_PER_REQUEST);
    const states = await services.engine.request(
      'recordingStates',
      { paths, store: services.kept.store() },
      { signal },
    );
    for (const [i, state] of states.entries()) {
      const file = paths[i];
      known.set(file, { file, state, stale: await staleOf(file, state, services, modelChanged) });
    }
  }
  show(list());
  return list();
}

type ModelCheck = (path: string | null, sha256: string) => Promise<boolean>;

async function staleOf(
  file: string,
  { detections, recordingChanged }: RecordingState,
  { documents }: ListServices,
  modelChanged: ModelCheck,
): Promise<string[]> {
  const [latest] = detections;
  if (!latest) return [];
  const now = valuesNow(documents, file);
  if (!latest.parameters || !now) return recordingChanged ? ['the recording has changed'] : [];
  const changed = {
    recording: recordingChanged,
    model: await modelChanged(now.model_path, latest.model_sha256),
  };
  const model = { used: latest.parameters.model_path, now: now.model_path };
  return staleReasons(latest.parameters, inSamplesIfKnown(now, latest.rate_hz), changed, model);
}

/** Undefined where a setting or the parameter file is invalid: the recording's editor says so. */
function valuesNow(documents: ListServices['documents'], file: string) {
  try {
    return documents.resolved(file).values;
  } catch (thrown) {
    if (thrown instanceof UserError) return undefined;
    throw thrown;
  }
}

/** Most recordings share one model: it is asked about once. */
function modelChecks(engine: Engine): ModelCheck {
  const answers = new Map<string, Promise<boolean>>();
  return (path, sha256) => {
    const key = JSON.stringify([path, sha256]);
    const answer = answers.get(key) ?? engine.request('fileChanged', { path, sha256 }).catch(() => false);
    answers.set(key, answer);
    return answer;
  };
}
