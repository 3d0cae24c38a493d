import type { ReadFile } from '../../files/apart/messages';
import { serveReading } from '../../files/apart/serve-reading';
import { lookNoFurther, noteLooked } from '../../files/hdf5/first-look';
import { lookInto } from '../../files/hdf5/look';
import { openRecordingHere } from '../open-here';
import type { Recording } from '../recording';
import type { CloseRequest, OpenRequest, ReadRequest, RecordingFacts } from './messages';

// The thread that looks into HDF5 files, and opens and reads recordings; see `files/apart/reading-thread.ts`.

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

function read(_: ReadFile, { recording: number, channel, sweep, from, to, bucket, into }: ReadRequest): void {
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
serveReading({ look: ({ path, bytes }) => lookInto(path, bytes), open, read, close });
