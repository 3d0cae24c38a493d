import type { ReadFile } from '../../files/apart/messages';
import { serveReading } from '../../files/apart/serve-reading';
import { lookNoFurther, noteLooked } from '../../files/hdf5/first-look';
import { libraryInUse } from '../../files/hdf5/library';
import { lookInto } from '../../files/hdf5/look';
import { openRecordingHere } from '../open-here';
import type { Recording } from '../recording';
import type { CloseRequest, OpenRequest, ReadRequest, RecordingFacts } from './messages';

// The thread that looks into HDF5 files, and opens and reads recordings; see `files/apart/reading-thread.ts`.

/** Memory of HDF5 for a look: metadata are small. */
const LEAST_LOOK_BYTES = 96 * 1024 ** 2;
const MOST_LOOK_TIMES = 2;
/** Memory of HDF5 to read: a chunk is unpacked as a whole, and exists in up to three forms at a time. */
const LEAST_READ_BYTES = 256 * 1024 ** 2;
const MOST_READ_TIMES = 48;

const recordings = new Map<number, Recording>();

async function open(
  { path, state }: ReadFile,
  { recording: number, options, looked }: OpenRequest,
): Promise<RecordingFacts> {
  if (looked) noteLooked(state, looked);
  const recording = await openRecordingHere(path, options);
  recordings.set(number, recording);
  const { read, close, ...facts } = recording;
  return { ...facts, hasExtremes: read.extremes !== undefined };
}

function read(
  _: ReadFile,
  { recording: number, channel, sweep, from, to, bucket, into }: ReadRequest,
): void {
  const recording = recordings.get(number);
  if (!recording) throw new Error('this recording is closed');
  const { extremes } = recording.read;
  into.set(
    bucket !== undefined && extremes
      ? extremes(channel, sweep, from, to, bucket)
      : recording.read(channel, sweep, from, to),
  );
}

function close(_: ReadFile, { recording }: CloseRequest): void {
  recordings.get(recording)?.close();
  recordings.delete(recording);
}

lookNoFurther();
serveReading({ look: ({ path }) => lookInto(path), open, read, close }, ({ do: work, bytes }) =>
  work === 'look'
    ? Math.max(memoryOfHdf5(), LEAST_LOOK_BYTES + MOST_LOOK_TIMES * bytes)
    : LEAST_READ_BYTES + MOST_READ_TIMES * bytes,
);

function memoryOfHdf5(): number {
  return libraryInUse()?.h5wasm.Module.HEAPU8.length ?? 0;
}
