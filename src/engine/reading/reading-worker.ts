import type { ReadFile } from '../files/apart/messages';
import { call, readHere } from '../files/apart/read-apart';
import { serveReading } from '../files/apart/serve-reading';
import { noteLooked } from '../files/hdf5/first-look';
import { lookInto } from '../files/hdf5/look';
import type { CloseRequest, OpenRequest, ReadRequest, RecordingFacts } from '../recordings/apart/messages';
import { openRecordingHere } from '../recordings/open-here';
import type { Recording } from '../recordings/recording';
// Each registers its readers.
import '../files/content-kind';
import '../network/keras/read-model';
import '../network/screen/screen-file';
import '../results/detection-facts';
import '../results/event-times';
import '../results/read-h5';
import '../training/read-training-set';

// The thread that reads files and can be ended; see `files/apart/reading-thread.ts`.

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

readHere();
serveReading({ look: ({ path, bytes }) => lookInto(path, bytes), open, read, close, call });
