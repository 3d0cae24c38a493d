import type { CommandDeclaration } from './declaration';
import { onRecording } from './editors';

const ON_HDF5 = 'resourceExtname =~ /^\\.(h5|hdf5)$/i';
const ON_MODEL = 'resourceExtname =~ /^\\.(h5|hdf5|keras)$/i';

/** Extraction, training and evaluation. */
export const trainingCommands = {
  'miniml.extractTrainingData': {
    title: 'Extract Training Data…',
    icon: '$(combine)',
    palette: 'always',
    menus: [{ menu: 'explorer/context', when: onRecording, group: 'miniml@5' }],
  },
  'miniml.openSampleRecording': { title: 'Open Sample Recording', palette: 'always' },
  'miniml.openTrainingData': { title: 'Open Training Data…', palette: 'always' },
  'miniml.trainModel': {
    title: 'Train Model…',
    icon: '$(mortar-board)',
    palette: 'always',
    menus: [{ menu: 'explorer/context', when: ON_HDF5, group: 'miniml@6' }],
  },
  'miniml.trainByTransferLearning': {
    title: 'Train by Transfer Learning…',
    palette: 'always',
    menus: [{ menu: 'explorer/context', when: ON_HDF5, group: 'miniml@7' }],
  },
  'miniml.evaluateModel': {
    title: 'Evaluate Model…',
    palette: 'always',
    menus: [{ menu: 'explorer/context', when: ON_MODEL, group: 'miniml@8' }],
  },
} as const satisfies Record<string, CommandDeclaration>;

export type TrainingCommandId = keyof typeof trainingCommands;
