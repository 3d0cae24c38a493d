import { useEffect, useState } from 'preact/hooks';
import type { DetectionProgress } from '../../common/api/views/trace';
import type { Advice } from '../../common/parameters/advice';
import { Button } from '../shared/controls';
import { useStore } from '../shared/store';
import { type Note, Strip } from '../shared/strip';
import { type Advised, adviceOn, labelOf } from './advice';
import { adviceKey, failureOf, readyOf } from './selectors';
import type { TraceServices } from './services';
import type { TraceState } from './state';

const progressOf = ({ progress }: TraceState) => progress;
const snapshotOf = ({ snapshot }: TraceState) => snapshot;
const choiceOf = ({ display }: TraceState) => display?.choice;
const adviceIn = ({ advice }: TraceState) => advice;
const trialOf = ({ trial }: TraceState) => trial;
const closedOf = ({ closedAdvice }: TraceState) => closedAdvice;

/** The strip under the toolbar: progress of a detection, a failure, or advice; only the most severe. */
export function StripLine({ services }: { services: TraceServices }) {
  const progress = useStore(services.store, progressOf);
  const failure = useStore(services.store, failureOf);
  const closed = useStore(services.store, closedOf);
  const advised = useAdvice(services).filter(({ text }) => !closed.includes(text));
  const notes = [
    ...(failure === null ? [] : [failureNote(failure, services)]),
    ...(progress?.faster ? [fasterNote(progress.faster, services)] : []),
    ...(progress?.computing ? [computingNote(progress.computing, services)] : []),
    ...(progress || failure !== null ? [] : advised.map((advice) => adviceNote(advice, services))),
  ];
  return (
    <>
      {progress && <Progress progress={progress} onCancel={services.cancel} />}
      <Strip notes={notes} />
    </>
  );
}

function Progress({ progress, onCancel }: { progress: DetectionProgress; onCancel(): void }) {
  const { phase, text, fraction } = progress;
  return (
    <div class="detection-progress">
      <div
        class={`progress-track${fraction === null ? ' indeterminate' : ''}`}
        role="progressbar"
        aria-label="Detection"
        aria-valuenow={fraction === null ? undefined : Math.round(fraction * 100)}
        aria-valuetext={text}
      >
        <div class="progress-bar" style={{ width: `${(fraction ?? 0) * 100}%` }} />
      </div>
      <span class="progress-text">{text === '' ? phase : `${phase}: ${text}`}</span>
      <Button label="Cancel" look="secondary" title="Cancel the detection (Escape)" onClick={onCancel} />
    </div>
  );
}

function fasterNote({ code, message, change }: Advice, services: TraceServices): Note {
  return {
    id: code,
    level: 'info',
    text: `This detection takes more than ten minutes. ${message}`,
    actions: change && [
      {
        label: labelOf(change),
        title: `${change.title} in the parameter file, and start again`,
        run: () => services.adopt({ name: change.name, value: change.value }),
      },
    ],
  };
}

function computingNote(computing: NonNullable<DetectionProgress['computing']>, { run }: TraceServices): Note {
  const [text, label, action] =
    computing === 'auto'
      ? ([
          'The setting miniml.backend is cpu. With auto, a GPU computes where it is faster.',
          'Open Settings',
          'settings',
        ] as const)
      : ([
          'An NVIDIA card is in this computer. TensorFlow can compute on it.',
          'Install TensorFlow…',
          'installTensorFlow',
        ] as const);
  return {
    id: 'computing',
    level: 'info',
    text: `This detection takes more than ten minutes. ${text}`,
    actions: [{ label, run: () => run(action) }],
  };
}

function failureNote(reason: string, services: TraceServices): Note {
  return {
    id: 'failure',
    level: 'bad',
    text: reason,
    actions: [
      { label: 'Try Again', run: services.retry },
      { label: 'Show Log', run: () => services.run('log') },
    ],
    onDismiss: () => services.send({ type: 'dismissed' }),
  };
}

function adviceNote({ code, text, button, look }: Advised, services: TraceServices): Note {
  return {
    id: code,
    level: 'doubt',
    text,
    actions: [button, look].flatMap((each) =>
      each ? [{ label: each.label, title: each.title, run: () => services.follow(each.action) }] : [],
    ),
    onDismiss: () => services.send({ type: 'adviceClosed', text }),
  };
}

/** Advice on what is shown; where nothing was found some of it comes with the picture of the probability. */
function useAdvice(services: TraceServices): Advised[] {
  useStore(services.store, snapshotOf);
  useStore(services.store, choiceOf);
  useStore(services.store, trialOf);
  const advice = useStore(services.store, adviceIn);
  const [, setPictures] = useState(0);
  useEffect(() => services.onPicture(() => setPictures((n) => n + 1)), [services]);
  const ready = readyOf(services.store.state);
  if (!ready) return [];
  const nothing = ready.detection?.events.location.length === 0;
  const prediction = nothing ? services.pictures()?.wholePrediction() : undefined;
  return adviceOn(ready, advice?.key === adviceKey(ready) ? advice : undefined, prediction);
}
