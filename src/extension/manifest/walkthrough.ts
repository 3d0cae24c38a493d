import { contexts } from './contexts';

/** Placeholders in links for files of the sample recording. */
export type SampleFile = 'sample:recording' | 'sample:training';

/** Steps that the extension ticks once they were done. */
export type TourStep = 'window' | 'extract' | 'score' | 'train' | 'use';

export function doneContext(step: TourStep): string {
  return `miniml.tour.${step}`;
}

/** A step of the walkthrough, with buttons that carry it out on the sample recording. */
interface Step {
  id: TourStep | 'open' | 'detect';
  title: string;
  description: string;
  /** What the picture beside it shows; without one, it is a page of that id. */
  picture?: string;
  buttons: readonly Button[];
}

interface Button {
  title: string;
  command: string;
  /** The file of the sample that it works on. */
  on?: SampleFile;
}

/** Steps from a recording to a model of one's own. */
const steps: readonly Step[] = [
  {
    id: 'open',
    title: 'Open a recording',
    description:
      'Click an ABF, HDF5, NWB or HEKA file in the Explorer: it opens as a trace in its own units. A file without a sampling rate or unit is asked for both, once. Zoom with the wheel or `+` and `−`, move with the arrow keys; `?` lists every key.\n\nNo recording? Open the sample: one minute with about one event per second; a table beside it lists its events.',
    picture: 'A trace with miniature events, with scale bars of 50 ms and 20 pA',
    buttons: [{ title: 'Open Sample Recording', command: 'miniml.openSampleRecording' }],
  },
  {
    id: 'window',
    title: 'Choose the window',
    description:
      'miniML classifies windows of `win_size` samples, which must hold a whole event, from its baseline to most of its decay. A parameter file beside the recording stores this and all other parameters; a new one starts with values suggested by the recording. To choose a size, drag over an event in the tuning panel or let the model try several; smoothing and filters are chosen there too.',
    buttons: [
      { title: 'New Parameter File', command: 'miniml.newParameterFile', on: 'sample:recording' },
      { title: 'Tune Parameters', command: 'miniml.tune', on: 'sample:recording' },
    ],
  },
  {
    id: 'detect',
    title: 'Detect and measure events',
    description:
      'The model gives every window of the trace a probability. Where it is high, the event is located at its steepest rise and measured: amplitude, rise, decay, charge. Step through the events with `n` and `p`; drag the threshold where it detects too few or too many.',
    picture: 'A trace below the probability of an event, with a triangle at each event above the threshold',
    buttons: [{ title: 'Detect Events', command: 'miniml.detectEvents', on: 'sample:recording' }],
  },
  {
    id: 'extract',
    title: 'Extract training windows',
    description:
      'Does the model miss events of your cells, or detect noise? Train it on your data. Template matching finds clear events, doubtful ones and noise windows in your recordings.',
    buttons: [
      { title: 'Extract Training Data', command: 'miniml.extractTrainingData', on: 'sample:recording' },
    ],
  },
  {
    id: 'score',
    title: 'Score them',
    description:
      'The most important step. Decide for each window: `1` event, `0` no event, `2` exclude from training; the next window follows at once. Every score can be undone, and none is lost when a window closes.',
    buttons: [{ title: 'Open Training Data', command: 'miniml.openTrainingData', on: 'sample:training' }],
  },
  {
    id: 'train',
    title: 'Train a model',
    description:
      'Transfer learning starts from the base model and needs a few hundred windows and less than a minute; training from scratch needs thousands. Watch the validation loss and stop at any time: the best weights are kept.',
    buttons: [
      {
        title: 'Train by Transfer Learning',
        command: 'miniml.trainByTransferLearning',
        on: 'sample:training',
      },
    ],
  },
  {
    id: 'use',
    title: 'Use your model, and share it',
    description:
      '**Use This Model** makes it the default; a parameter file can name another as `model_path`. Detect again, and export the results as HDF5 and tables, with all parameters used. The model opens in Keras and in the Python miniML too.',
    buttons: [
      { title: 'Detect Events Again', command: 'miniml.detectEvents', on: 'sample:recording' },
      { title: 'Export Results', command: 'miniml.exportResults', on: 'sample:recording' },
    ],
  },
];

const ID = 'miniml.tour';

/** Id of the walkthrough for VS Code: publisher, extension and its own id. */
export const TOUR = `miniml.miniml#${ID}`;

/** Welcome view of the Explorer without an open folder. */
export const welcome = {
  view: 'explorer',
  contents:
    'Open a folder with recordings to detect events in them, or try the sample recording.\n[Open Sample Recording](command:miniml.openSampleRecording)\n[Get Started with miniML](command:miniml.getStarted)',
};

export const walkthrough = {
  id: ID,
  title: 'Get Started with miniML',
  description: 'From a recording to measured events, and to a model of your own cells.',
  steps: steps.map(({ id, title, description, picture, buttons }) => ({
    id,
    title,
    // Two backticks: VS Code formats code in these texts this way.
    description: [description.replaceAll('`', '``'), ...buttons.map(link)].join('\n\n'),
    media: picture
      ? { svg: `media/walkthrough/${id}.svg`, altText: picture }
      : { markdown: `media/walkthrough/${id}.md` },
    completionEvents: [`onContext:${doneWhen(id)}`],
  })),
};

/** Context key that is true once a step was done. */
function doneWhen(id: Step['id']): string {
  if (id === 'open') return contexts.trace;
  return id === 'detect' ? contexts.events : doneContext(id);
}

function link({ title, command, on }: Button): string {
  const query = on ? `?${encodeURIComponent(JSON.stringify([on]))}` : '';
  return `[${title}](command:${command}${query})`;
}
