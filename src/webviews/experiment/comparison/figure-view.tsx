import { memo } from 'preact/compat';
import { type Figure, INK, LINE_WIDTH, type Mark, PAPER } from '../../../common/figures/marks';
import { pathData } from '../../../common/figures/path-data';
import { Link } from '../../shared/controls';
import type { ExperimentServices } from '../services';
import { FIGURE_FORMATS } from './figure-files';

/** A figure in the colours of the theme, with its legend, and how it is taken along. */
export const FigureView = memo(function FigureView({
  services,
  figure,
}: {
  services: ExperimentServices;
  figure: Figure;
}) {
  const { title, legend, width, height, marks } = figure;
  return (
    <figure class={`paper-figure${width > height * 2 ? ' is-wide' : ''}`}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        {marks.map((mark, i) => (
          <Drawn key={i} mark={mark} />
        ))}
      </svg>
      <figcaption>
        <b>{title}.</b> {legend}
        <span class="figure-actions">
          <Link onClick={() => services.copy(`${title}. ${legend}`)}>Copy Legend</Link>
          {FIGURE_FORMATS.map((format) => (
            <Link key={format} onClick={() => services.save([figure], [format])}>
              {format.toUpperCase()}
            </Link>
          ))}
        </span>
      </figcaption>
    </figure>
  );
});

/** Colours of the paper and what stands for them on the screen; those of animals and groups stay. */
const SCREEN: Readonly<Record<string, string>> = {
  [INK]: 'var(--vscode-foreground)',
  [PAPER]: 'var(--vscode-editor-background)',
  '#555555': 'var(--quiet)',
  '#9a9a9a': 'var(--raw)',
};

function onScreen(colour: string): string {
  return SCREEN[colour] ?? `color-mix(in srgb, ${colour}, #ffffff var(--lift))`;
}

function Drawn({ mark }: { mark: Mark }) {
  if (mark.kind === 'text') {
    const { x, y, text, anchor, size, bold, colour = INK, upright } = mark;
    return (
      <text
        {...{ x, y }}
        font-size={size}
        text-anchor={anchor}
        font-weight={bold ? 600 : 400}
        fill={onScreen(colour)}
        transform={upright ? `rotate(-90 ${x} ${y})` : undefined}
      >
        {text}
      </text>
    );
  }
  return (
    <path
      d={pathData(mark)}
      fill={mark.fill ? onScreen(mark.fill) : 'none'}
      stroke={mark.stroke && onScreen(mark.stroke)}
      stroke-width={mark.kind === 'dots' ? LINE_WIDTH : mark.width}
      stroke-linejoin="round"
      stroke-linecap="round"
      opacity={mark.opacity}
    />
  );
}
