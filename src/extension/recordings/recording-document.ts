import path from 'node:path';
import type { Computing } from '../../common/api/engine/computing';
import type { FileInfo, FileKind, RecordingInfo, ResponseOf } from '../../common/api/engine/engine-api';
import type { DetectionView } from '../../common/api/views/events';
import type {
  Description,
  DescriptionGuess,
  DetectionProgress,
  HostAction,
  ReadySnapshot,
  TraceChoice,
  TraceQuery,
  TraceSnapshot,
} from '../../common/api/views/trace';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import { createListeners } from '../../common/listeners';
import { defaultParameters, type Parameters } from '../../common/parameters/parameters';
import { parseTimeRanges } from '../../common/parameters/time-ranges';
import { untilCancelled } from '../../common/task';
import type { Channel } from '../../common/traces/channel';
import type { OpenOptions } from '../../common/traces/open-options';
import { openOptionsOf } from '../../common/traces/open-options';
import type { TraceRef } from '../../common/traces/trace-ref';
import type { Engine } from '../engine/engine';
import { progressText } from '../progress/progress-text';
import { guessDescriptions, unitDoubt } from './description';
import { detectionSummary, filterSummary } from './detection-summary';
import { detectionView } from './detection-view';
import { familiarUnit } from './familiar-units';

/** What a document needs of the world around it. */
export interface DocumentServices {
  engine: Engine;
  /** Of the settings, now. @throws UserError */
  parameters(): Parameters;
  /** The parameter file that they are from, where there is one. */
  parameterFile(): string | undefined;
  computing(): Computing;
  /** What the user said about this file before. */
  remembered(): Remembered;
  remember(said: Remembered): void;
  keys: ReadySnapshot['keys'];
}

/** What the user said about a file that the file does not. */
export interface Remembered {
  description?: Description;
  series?: string;
}

/** What a change was about: what kind of file it is, everything, or only how far the detection is. */
export type DocumentChange = 'kind' | 'snapshot' | 'progress';

/**
 * One file that is open: what it is, how it is to be read, and what was found in it. It outlives its views, which
 * come and go, and asks the engine for all that is computed.
 */
export class RecordingDocument {
  private fileKind: FileKind | undefined;
  private info: RecordingInfo | undefined;
  private failure: string | undefined;
  /** The options that {@link info} was read with. */
  private openedWith = '';
  private detectionFailure: string | null = null;
  private guesses: DescriptionGuess[] = [];
  private doubt: string | null = null;
  /** Of all series, the latest first. */
  private detections: (DetectionView & { series: string })[] = [];
  private running: { cancel: AbortController; progress: DetectionProgress } | undefined;
  private readonly listeners = createListeners<DocumentChange>();
  /** The first opening; never rejects. */
  readonly opened: Promise<void>;

  constructor(
    readonly file: string,
    private readonly services: DocumentServices,
  ) {
    this.opened = this.open();
  }

  get name(): string {
    return path.basename(this.file);
  }

  /** What the file is, known before the rest; undefined before that, and where it cannot be read. */
  get kind(): FileKind | undefined {
    return this.fileKind;
  }

  /** What a recording says of itself; undefined for other kinds of files. */
  get recordingInfo(): RecordingInfo | undefined {
    return this.info;
  }

  /** What there is to say of a file of any kind. @throws UserError when it cannot be read */
  async fileInfo(): Promise<FileInfo> {
    return this.info ?? this.services.engine.request('info', { path: this.file, open: this.openOptions() });
  }

  /** Why the file could not be opened. */
  get openFailure(): string | undefined {
    return this.failure;
  }

  get progress(): DetectionProgress | null {
    return this.running?.progress ?? null;
  }

  onChange(listener: (change: DocumentChange) => void): { dispose(): void } {
    return this.listeners.add(listener);
  }

  /**
   * Asks the engine what the file is, and what is in a recording; files of other kinds are read by who shows them.
   * A failure is kept to be shown; it never rejects.
   */
  async open(): Promise<void> {
    this.failure = undefined;
    const open = this.openOptions();
    this.openedWith = JSON.stringify(open);
    try {
      await this.look();
      this.info = this.fileKind === 'recording' ? await this.recorded(open) : undefined;
    } catch (thrown) {
      this.failure = messageOf(thrown);
    }
    this.changed('snapshot');
  }

  /** The parameters of the settings or the parameter file are others now; what failed had others. */
  parametersChanged(): void {
    this.detectionFailure = null;
    if (JSON.stringify(this.openOptions()) !== this.openedWith) void this.open();
    else this.changed('snapshot');
  }

  snapshot(): TraceSnapshot {
    const { name } = this;
    if (this.failure !== undefined)
      return { kind: 'failed', name, message: this.failure, remedies: remediesFor(this.file) };
    const { info } = this;
    if (!info) return { kind: 'opening', name };
    const settings = this.settings();
    const parameters = 'parameters' in settings ? settings.parameters : undefined;
    return {
      kind: 'ready',
      name,
      info: { ...info, channels: info.channels.map((channel) => this.shown(channel)) },
      description: this.services.remembered().description ?? null,
      guesses: this.guesses,
      unitDoubt: this.services.remembered().description ? null : this.doubt,
      excluded: parseTimeRanges(parameters?.exclude ?? '') ?? [],
      filter: filterSummary(parameters),
      detection: detectionSummary(parameters, info.rate_hz, this.services.parameterFile()),
      initial: initialChoice(info, parameters),
      detections: this.detectionsHere(),
      progress: this.progress,
      failure: this.detectionFailure ?? ('failure' in settings ? settings.failure : null),
      keys: this.services.keys,
    };
  }

  window({ from, to, columns, filtered, ...choice }: TraceQuery): Promise<ResponseOf<'window'>> {
    const measuredWith = filtered ? this.services.parameters() : undefined;
    const trace = this.trace(choice);
    return this.services.engine.request('window', { trace, from, to, columns, measuredWith });
  }

  prediction(request: { id: string; from: number; to: number; columns: number }) {
    return this.services.engine.request('predictionWindow', request);
  }

  async describe(description: Description): Promise<void> {
    this.services.remember({ ...this.services.remembered(), description });
    // Times and amplitudes of what was found were in the old unit.
    this.detections = [];
    this.detectionFailure = null;
    await this.open();
  }

  async chooseSeries(series: string): Promise<void> {
    this.services.remember({ ...this.services.remembered(), series });
    await this.open();
  }

  /** Finds events in a trace and keeps them. A failure is kept to be shown; cancelling is none. */
  async detect(choice: TraceChoice): Promise<DetectionView | undefined> {
    if (this.running) throw new UserError(`Events in ${this.name} are being detected already.`);
    const cancel = new AbortController();
    const begin = { ...choice, phase: 'starting the detection', fraction: null, text: '' };
    this.running = { cancel, progress: begin };
    this.detectionFailure = null;
    this.changed('snapshot');
    const toText = progressText();
    try {
      const parameters = { ...this.services.parameters(), ...choice };
      const detecting = this.services.engine.request(
        'detect',
        { trace: this.trace(choice), parameters, ...this.services.computing() },
        {
          signal: cancel.signal,
          onProgress: (progress) => {
            // One that was cancelled may still report for a moment.
            if (this.running?.cancel !== cancel) return;
            this.running.progress = { ...choice, ...toText(progress) };
            this.changed('progress');
          },
        },
      );
      // Cancelling is at once for the user; the engine stops as soon as the windows it computes are done.
      const report = await untilCancelled(detecting, cancel.signal);
      const used = detectionSummary(
        parameters,
        this.info?.rate_hz ?? null,
        this.services.parameterFile(),
      ).summary;
      const found = detectionView(report, choice, parameters, used);
      const others = this.detections.filter((d) => d.series !== this.series || !sameTrace(d, choice));
      this.detections = [{ ...found, series: this.series }, ...others];
      return found;
    } catch (thrown) {
      if (!(thrown instanceof CancelledError)) this.detectionFailure = messageOf(thrown);
      return undefined;
    } finally {
      this.running = undefined;
      this.changed('snapshot');
    }
  }

  cancelDetection(): void {
    this.running?.cancel.abort();
  }

  get failureOfDetection(): string | null {
    return this.detectionFailure;
  }

  /** What was found in a trace, or in whichever trace something was found in. */
  detection(choice: TraceChoice | undefined): DetectionView | undefined {
    const here = this.detectionsHere();
    return here.find((d) => choice && sameTrace(d, choice)) ?? here[0];
  }

  /** Where a detection begins when no view says otherwise. @throws UserError when the file is no recording */
  initialChoice(): TraceChoice {
    if (!this.info)
      throw new UserError(this.failure ?? `${this.name} is no recording: events cannot be detected in it.`);
    return initialChoice(this.info, this.services.parameters());
  }

  async exportResults(detection: DetectionView, folder: string, overwrite: boolean): Promise<string[]> {
    const { files } = await this.services.engine.request('exportResults', {
      id: detection.id,
      folder,
      overwrite,
    });
    return files;
  }

  dispose(): void {
    this.cancelDetection();
    this.listeners.clear();
  }

  /** The file's own facts, then the settings, then what the user said about this very file. */
  private openOptions(): OpenOptions {
    const { description: said, series } = this.services.remembered();
    const settings = this.settings();
    const options = openOptionsOf('parameters' in settings ? settings.parameters : defaultParameters());
    if (series !== undefined) options.series = series;
    return said ? { ...options, rateHz: said.rate_hz, unit: said.unit, scaling: said.scaling } : options;
  }

  /** A trace as the engine names it, opened as the settings and the user say. */
  trace({ channel, sweep }: TraceChoice): TraceRef {
    const open = this.openOptions();
    const recorded = this.info?.channels[channel];
    const familiar = recorded && familiarUnit(recorded);
    // Scaling is for all channels of an opened file; a trace is one channel, so each is opened for itself.
    const scaled = familiar && { unit: familiar.unit, scaling: (open.scaling ?? 1) * familiar.scaling };
    return { path: this.file, open: { ...open, ...scaled }, channel, sweep: sweep ?? undefined };
  }

  private shown(channel: Channel): Channel {
    return { ...channel, unit: familiarUnit(channel)?.unit ?? channel.unit };
  }

  private get series(): string {
    return this.info?.series ?? '';
  }

  private detectionsHere(): DetectionView[] {
    return this.detections.filter(({ series }) => series === this.series);
  }

  private async look(): Promise<void> {
    const kind = await this.services.engine.request('kind', { path: this.file });
    if (kind === this.fileKind) return;
    this.fileKind = kind;
    this.changed('kind');
  }

  private async recorded(open: OpenOptions): Promise<RecordingInfo | undefined> {
    const info = await this.services.engine.request('info', { path: this.file, open });
    // It has been replaced since.
    if (info.kind !== 'recording') return undefined;
    const first = await this.firstSamples(info);
    this.guesses = guessDescriptions(info, first);
    this.doubt = unitDoubt(info, first);
    return info;
  }

  /** A look at the beginning, as the file has it, to guess its unit from; none where it cannot be read. */
  private async firstSamples(info: RecordingInfo): Promise<ResponseOf<'window'> | undefined> {
    const [samples] = info.samples;
    if (!samples) return undefined;
    const trace = {
      path: this.file,
      open: { series: info.series, rateHz: info.rate_hz ?? 1, scaling: 1 },
      channel: 0,
      sweep: 0,
    };
    const request = { trace, from: 0, to: Math.min(samples, 100_000), columns: 500 };
    return this.services.engine.request('window', request).catch(() => undefined);
  }

  /** A trace can be looked at with settings that a detection would refuse; why they are wrong is told beside it. */
  private settings(): { parameters: Parameters } | { failure: string } {
    try {
      return { parameters: this.services.parameters() };
    } catch (thrown) {
      return { failure: messageOf(thrown) };
    }
  }

  private changed(change: DocumentChange): void {
    this.listeners.notify(change);
  }
}

function sameTrace(a: TraceChoice, b: TraceChoice): boolean {
  return a.channel === b.channel && a.sweep === b.sweep;
}

function initialChoice(info: RecordingInfo, parameters: Parameters | undefined): TraceChoice {
  const channel = Math.min(parameters?.channel ?? 0, info.channels.length - 1);
  const sweep = parameters?.sweep ?? null;
  return { channel, sweep: sweep !== null && sweep < info.sweeps ? sweep : null };
}

function remediesFor(file: string): HostAction[] {
  return /\.dat$/i.test(file) ? ['retry', 'asText', 'log'] : ['retry', 'log'];
}
