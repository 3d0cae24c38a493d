import { useMemo, useState } from 'preact/hooks';
import type { ResultsReady } from '../../common/api/views/results';
import { eventPlot } from './charts/event-plot';
import { PlotCanvas } from './plot-canvas';
import { Readout } from './readout';
import type { Answers } from './state';

interface EventStageProps {
  results: ResultsReady;
  event: number;
  answers: Answers;
}

/** One event with all its measures. */
export function EventStage({ results, event, answers }: EventStageProps) {
  const [lit, setLit] = useState<string>();
  const { events } = results.tables;
  const answer = answers.picture;
  const picture =
    answer?.tables === results.tables && answer.location === events.location[event]
      ? answer.picture
      : undefined;
  // The previous picture stays until the next one arrives.
  const plot = useMemo(
    () => (picture ? eventPlot(results, events, event, picture) : null),
    [results.unit, results.direction, events, event, picture],
  );
  return (
    <>
      <PlotCanvas class="viewer" plot={plot} onMark={setLit} />
      <Readout results={results} event={event} picture={picture} lit={lit} />
    </>
  );
}
