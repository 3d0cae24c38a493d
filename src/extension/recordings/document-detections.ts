import { statSync } from 'node:fs';
import path from 'node:path';
import type { DetectionReport, RequestOf, ResponseOf } from '../../common/api/engine/engine-api';
import type { RecordingInfo } from '../../common/api/engine/file-info';
import type { KeptStore } from '../../common/api/engine/kept';
import type { DetectionView } from '../../common/api/views/events';
import type { TraceChoice } from '../../common/api/views/trace';
import { messageOf } from '../../common/errors';
import type { Parameters } from '../../common/parameters/parameters';
import { analysedUnit } from '../../common/traces/units';
import type { Engine } from '../engine/engine';
import { detectionSummary } from './detection-summary';
import { detectionView } from './detection-view';
import { type ChangedInputs, staleReasons } from './stale';

/** What the detections of a document need to know about it. */
export interface DetectionsHost {
  file: string;
  engine: Engine;
  kept: DocumentKept;
  /** What the recording says of itself, once it is read. */
  info(): RecordingInfo | undefined;
  /** With lengths in samples; undefined where a setting is wrong. */
  parameters(): Parameters | undefined;
  parameterFile(): string | undefined;
  /** What is shown of the detections has changed. */
  changed(): void;
}

/** The part of the store of kept detections that a document uses. */
export interface DocumentKept {
  store(): KeptStore;
  readonly overviews: KeptStore;
  shown(ids: readonly string[]): void;
  /** Calls back when a file may hold something else. */
  watch(file: string, changed: () => void): { dispose(): void };
  log(line: string): void;
}

interface Facts extends Omit<DetectionReport, 'events' | 'average'> {
  /** Sample of the last event. */
  last: number;
}

interface Held {
  report: Facts;
  view: Omit<DetectionView, 'stale'>;
  made_ms: number;
  changed: ChangedInputs;
}

/** What was detected in the traces of a recording: in this window, in another one, or in an earlier session. */
export class DocumentDetections {
  readonly #host: DetectionsHost;
  /** One for each trace of each series, the latest first. */
  #held: Held[] = [];
  /** Ids are paths: those of other files are not asked for. */
  readonly #issued = new Set<string>();
  #watched = new Map<string, { dispose(): void }>();

  constructor(host: DetectionsHost) {
    this.#host = host;
  }

  /** Adds a new detection, in place of the previous one of its trace. */
  add(report: DetectionReport, made_ms = Date.now()): DetectionView {
    const held = this.#heldNow(report, made_ms);
    this.#hold([held]);
    this.#watchInputs();
    this.#host.changed();
    return this.#shown(held);
  }

  #heldNow(report: DetectionReport, made_ms: number): Held {
    const { info, parameterFile } = this.#host;
    return heldOf(report, made_ms, { rate_hz: info()?.rate_hz ?? null, file: parameterFile() });
  }

  /** A detection that is shown while a value is tried. */
  unkept(report: DetectionReport): DetectionView {
    return this.#shown(this.#heldNow(report, Date.now()));
  }

  /** Loads the stored detections of the recording; the newest of each trace stays. Failures are logged. */
  async load(): Promise<void> {
    const { engine, file, kept, changed, info } = this.#host;
    try {
      const found = await engine.request('keptDetections', { path: file, store: kept.store() });
      const known = new Set(this.#held.map(({ report }) => report.id));
      const rate_hz = info()?.rate_hz ?? null;
      const news = found
        .filter(({ report }) => !known.has(report.id))
        .map(({ report, made_ms, recordingChanged, exported }) => ({
          ...heldOf(report, made_ms, { rate_hz, exported }),
          changed: { recording: recordingChanged, model: false },
        }));
      if (news.length === 0) return;
      this.#hold(news);
      await this.#checkModels();
      this.#watchInputs();
      changed();
    } catch (thrown) {
      kept.log(`What was detected in ${file} earlier is not shown: ${messageOf(thrown)}`);
    }
  }

  /** Called when a window has stored a detection. Names in the store begin with the recording's size: others are ignored. */
  keptElsewhere(keptFile: string): void {
    if (this.#held.some(({ report }) => report.id === keptFile)) return;
    const size = statSync(this.#host.file, { throwIfNoEntry: false })?.size;
    if (path.basename(keptFile).startsWith(`${size}-`)) void this.load();
  }

  /** Settings or the parameter file are others now. */
  parametersChanged(): void {
    this.#watchInputs();
    void this.#checkModels().then((others) => {
      if (others) this.#host.changed();
    });
  }

  /** Of the series that is shown, as far as the traces are still those: the latest first. */
  here(): DetectionView[] {
    return this.#held.filter(({ report }) => this.#fits(report)).map((held) => this.#shown(held));
  }

  /** A picture of the prediction of a detection that a view of this document was given. @throws Error for another one */
  async prediction(request: RequestOf<'predictionWindow'>): Promise<ResponseOf<'predictionWindow'>> {
    if (!this.#issued.has(request.id))
      throw new Error('This detection is not one of the recording in this editor.');
    return this.#host.engine.request('predictionWindow', request);
  }

  dispose(): void {
    for (const watching of this.#watched.values()) watching.dispose();
    this.#watched.clear();
    this.#host.kept.shown([]);
  }

  #hold(news: readonly Held[]): void {
    for (const { report } of news) this.#issued.add(report.id);
    const all = [...news, ...this.#held].sort((a, b) => b.made_ms - a.made_ms);
    const traces = new Set<string>();
    this.#held = all.filter(({ report: { source } }) => {
      const trace = JSON.stringify([source.series, source.channel, source.sweep]);
      const first = !traces.has(trace);
      traces.add(trace);
      return first;
    });
    this.#host.kept.shown(this.#held.map(({ report }) => report.id).filter((id) => path.isAbsolute(id)));
  }

  #shown({ report, view, changed }: Held): DetectionView {
    const now = this.#host.parameters();
    const model = { used: report.parameters.model_path, now: now?.model_path ?? null };
    return { ...view, stale: now ? staleReasons(report.parameters, now, changed, model) : [] };
  }

  /** Whether times and amplitudes of a detection mean the same in the trace as it is opened now. */
  #fits({ source, rate_hz, unit, parameters, last }: Facts): boolean {
    const info = this.#host.info();
    const channel = info?.channels[source.channel];
    if (!info || !channel || source.series !== info.series) return false;
    const now = this.#host.parameters();
    const analysed = analysedUnit(channel.unit, now?.unit ?? null);
    const scaling = (now?.scaling ?? 1) * analysed.scaling;
    return (
      rate_hz === info.rate_hz &&
      unit === analysed.unit &&
      (info.axes === null || now === undefined || parameters.axes === now.axes) &&
      (now === undefined || parameters.scaling === scaling) &&
      last < samplesOf(info, source)
    );
  }

  /** Whether any answer is another than before. */
  async #checkModels(): Promise<boolean> {
    const path = this.#host.parameters()?.model_path ?? null;
    return this.#check('model', ({ report }) => ({ path, sha256: report.model.sha256 }));
  }

  #checkRecording(): Promise<boolean> {
    const { file } = this.#host;
    return this.#check('recording', ({ report }) => ({ path: file, sha256: report.source.sha256 }));
  }

  async #check(
    input: keyof ChangedInputs,
    asked: (held: Held) => { path: string | null; sha256: string },
  ): Promise<boolean> {
    let others = false;
    for (const held of this.#held) {
      const is = await this.#host.engine.request('fileChanged', asked(held)).catch(() => false);
      others ||= is !== held.changed[input];
      held.changed = { ...held.changed, [input]: is };
    }
    return others;
  }

  /** Looks after the recording and the model while there is something that came from them. */
  #watchInputs(): void {
    if (this.#held.length === 0) return;
    const { file, kept, changed } = this.#host;
    const model = this.#host.parameters()?.model_path;
    const wanted = new Map([
      [file, () => this.#checkRecording()],
      ...(model ? [[model, () => this.#checkModels()] as const] : []),
    ]);
    for (const [watchedFile, watching] of this.#watched)
      if (!wanted.has(watchedFile)) {
        watching.dispose();
        this.#watched.delete(watchedFile);
      }
    for (const [input, check] of wanted) {
      if (this.#watched.has(input)) continue;
      const look = async () => {
        if (await check()) changed();
      };
      this.#watched.set(
        input,
        kept.watch(input, () => void look()),
      );
    }
  }
}

function heldOf(
  report: DetectionReport,
  made_ms: number,
  { rate_hz, file, exported = null }: { rate_hz: number | null; file?: string; exported?: string | null },
): Held {
  const { events, average: _, ...facts } = report;
  const used = detectionSummary(report.parameters, rate_hz, file).summary;
  return {
    report: { ...facts, last: events.at(-1)?.location ?? 0 },
    view: { ...detectionView(report, used), made_ms, exported: exported && path.basename(exported) },
    made_ms,
    changed: { recording: false, model: false },
  };
}

function samplesOf({ samples }: RecordingInfo, { sweep }: Pick<TraceChoice, 'sweep'>): number {
  return sweep === null ? samples.reduce((sum, n) => sum + n, 0) : (samples[sweep] ?? 0);
}
