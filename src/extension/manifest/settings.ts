import type { Declaration, Group } from '../../common/parameters/declaration';
import { DECLARATIONS, PARAMETER_NAMES } from '../../common/parameters/parameters';
import { valueSchema } from '../../common/parameters/schema';

/** A setting as JSON schema, in the words of `contributes.configuration`. */
export type Setting = Record<string, unknown>;

/**
 * Titles of the groups of parameters that can be settings; parameters about one recording belong in its parameter file.
 */
const groupTitles: Record<Exclude<Group, 'recording'>, string> = {
  model: 'Model',
  detection: 'Detection',
  measurement: 'Measurement',
  filters: 'Filters',
  extraction: 'Extraction of Training Windows',
  training: 'Training',
};

/** Settings that are no parameters: they change how fast a result comes and how long it is kept, never the result. */
const engineSettings = {
  'miniml.backend': {
    type: 'string',
    enum: ['auto', 'cpu', 'gpu', 'tensorflow'],
    enumDescriptions: [
      'GPU if usable and faster than the CPU, otherwise CPU.',
      'All cores of the CPU.',
      'GPU, or CPU if no GPU is usable; the log says why.',
      'TensorFlow, if installed.',
    ],
    default: 'auto',
    scope: 'machine-overridable',
    markdownDescription: 'Compute backend. Results agree up to rounding.',
  },
  'miniml.threads': {
    type: ['integer', 'null'],
    minimum: 1,
    maximum: 1024,
    default: null,
    scope: 'machine-overridable',
    markdownDescription: 'CPU threads.\n\n`null`: one per core.',
  },
  'miniml.previewEvents': {
    type: 'boolean',
    default: true,
    scope: 'machine-overridable',
    markdownDescription:
      'Show the events of the part of a recording that you look at, before a detection is run. They are drawn as grey outlines, and only while a few seconds are in view.',
  },
  'miniml.keptDetections': {
    type: 'number',
    minimum: 0,
    default: 1000,
    scope: 'machine',
    markdownDescription:
      'Disk space for kept detections (MB). The last detection of each trace is kept, so that it is there when the recording is opened again. Beyond this size, those that were shown longest ago are deleted; those that a window shows are not.\n\nOverviews of long recordings have 500 MB of their own.',
  },
} as const satisfies Record<string, Setting>;

export type SettingId = keyof typeof engineSettings;

/** The settings, a category for each group of parameters. */
export function contributedSettings(): {
  title: string;
  order: number;
  properties: Record<string, Setting>;
}[] {
  const categories = Object.entries(groupTitles).map(([group, title], index) => ({
    title,
    order: index + 1,
    properties: Object.fromEntries(
      PARAMETER_NAMES.filter((name) => DECLARATIONS[name].group === group).map((name, order) => [
        `miniml.${name}`,
        { ...settingOf(DECLARATIONS[name]), order },
      ]),
    ),
  }));
  return [...categories, { title: 'Engine', order: categories.length + 1, properties: engineSettings }];
}

/** One parameter as a setting. */
function settingOf(declaration: Declaration): Setting {
  return { ...valueSchema(declaration), scope: 'resource' };
}
