/** Words by which links name files of the sample recording, wherever it is. */
export type SampleFile = 'sample:recording' | 'sample:training';

/** A step of the tour: what it is about, and the buttons that do it on the sample recording. */
interface Step {
  id: string;
  title: string;
  description: string;
  /** The last completes the step. */
  buttons: readonly Button[];
}

interface Button {
  title: string;
  command: string;
  /** The file of the sample that it works on. */
  on?: SampleFile;
}

/** The user's way from a recording to a model of their own, in the order of the paper's documentation. */
const steps: readonly Step[] = [
  {
    id: 'open',
    title: 'Open a recording',
    description:
      'Click an ABF, HDF5, NWB or HEKA file in the Explorer: it opens as a trace in its own units. Zoom with the wheel or `+` and `−`, move with the arrow keys; `?` lists every key.\n\nNone at hand? The sample recording lasts a minute, with an event a second; a table beside it says where they are.',
    buttons: [{ title: 'Open the Sample Recording', command: 'miniml.openSampleRecording' }],
  },
  {
    id: 'window',
    title: 'Choose the window',
    description:
      'miniML judges windows of `win_size` samples: long enough to hold a whole event, from its baseline to most of its decay. A parameter file beside the recording keeps this and every other choice; a new one starts with what the recording suggests. To see what a size does, drag over an event while you tune, or let the model try several; filters are chosen in the same place.',
    buttons: [
      { title: 'New Parameter File', command: 'miniml.newParameterFile', on: 'sample:recording' },
      { title: 'Tune Parameters', command: 'miniml.tune', on: 'sample:recording' },
    ],
  },
  {
    id: 'detect',
    title: 'Detect and measure events',
    description:
      'The model gives every stretch of the trace a probability; where it is high, the event is located at its steepest rise and measured: amplitude, rise, decay, charge. Step through the events with `n` and `p`.',
    buttons: [{ title: 'Detect Events', command: 'miniml.detectEvents', on: 'sample:recording' }],
  },
  {
    id: 'extract',
    title: 'Extract training windows',
    description:
      'Does the model miss events of your cells, or see them where there are none? Teach it. Template matching finds clear events, doubtful ones, and stretches of pure noise in your recordings.',
    buttons: [
      { title: 'Extract Training Data', command: 'miniml.extractTrainingData', on: 'sample:recording' },
    ],
  },
  {
    id: 'score',
    title: 'Score them',
    description:
      'The most important step: say of each window whether it holds an event. `1` yes, `0` no, `2` leave it out; the next window follows at once. Every key can be undone, and nothing is lost when a window closes.',
    buttons: [{ title: 'Open Training Data', command: 'miniml.openTrainingData', on: 'sample:training' }],
  },
  {
    id: 'train',
    title: 'Train a model',
    description:
      'Transfer learning starts from the base model and needs a few hundred windows and less than a minute; training from scratch needs thousands. Watch it learn, stop when you like: the best weights are kept.',
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
      'Use This Model, in the view of the training, makes it the one that detections take; a parameter file can name another as `model_path`. Detect again, and write the results as HDF5 and as tables, with every parameter that made them. The model opens in Keras and in the Python miniML too.',
    buttons: [
      { title: 'Detect Events Again', command: 'miniml.detectEvents', on: 'sample:recording' },
      { title: 'Export Results', command: 'miniml.exportResults', on: 'sample:recording' },
    ],
  },
];

const id = 'miniml.tour';

/** The tour's name for VS Code: publisher, extension and its id. */
export const TOUR = `miniml.miniml#${id}`;

/** Where no folder is open, the Explorer says what to do. */
export const welcome = {
  view: 'explorer',
  contents:
    'Open a folder with recordings to find events in them, or look at a recording made for trying out.\n[Open the Sample Recording](command:miniml.openSampleRecording)\n[Get Started with miniML](command:miniml.getStarted)',
};

export const walkthrough = {
  id,
  title: 'Get Started with miniML',
  description: 'From a recording to measured events, and to a model of your own cells.',
  steps: steps.map(({ id, title, description, buttons }) => ({
    id,
    title,
    // Here, unlike in Markdown, code stands between two backticks.
    description: [description.replaceAll('`', '``'), ...buttons.map(link)].join('\n\n'),
    media: { markdown: `media/walkthrough/${id}.md` },
    completionEvents: [`onCommand:${buttons.at(-1)!.command}`],
  })),
};

function link({ title, command, on }: Button): string {
  const query = on ? `?${encodeURIComponent(JSON.stringify([on]))}` : '';
  return `[${title}](command:${command}${query})`;
}
