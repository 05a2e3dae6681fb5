/** Radar, bar, column and line charts, drawn from the table beside them. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, PolarComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

import { optionsFor, type ChartFrame } from './chart-options.ts';
import { readTable } from './chart-table.ts';
import { palette } from './colours.ts';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, PolarComponent, TooltipComponent, SVGRenderer]);

export function start(figure: HTMLElement): void {
  const canvas = figure.querySelector<HTMLElement>('[data-chart-canvas]');
  const table = figure.querySelector<HTMLTableElement>('table');
  if (!canvas || !table) return;
  const data = readTable(table);
  if (!data.series.some((series) => series.values.some((value) => value !== null))) return; // nothing to draw: keep the table
  canvas.hidden = false;
  const details = figure.querySelector<HTMLDetailsElement>('details');
  if (details && canvas.clientWidth >= 480) details.open = false;
  canvas.dataset['rows'] = String(Math.min(24, data.labels.length));
  const chart = echarts.init(canvas, null, { renderer: 'svg' });
  const draw = () => {
    const frame: ChartFrame = {
      kind: figure.dataset['kind'] ?? 'bar',
      unit: figure.dataset['unit'] ?? '',
      decimals: Number(figure.dataset['decimals'] ?? 1),
      maximum: Number(figure.dataset['maximum'] ?? 0),
      narrow: canvas.clientWidth < 480,
      still: matchMedia('(prefers-reduced-motion: reduce)').matches,
      font: getComputedStyle(canvas).fontFamily,
      colours: palette(canvas),
    };
    chart.setOption(optionsFor(data, frame), true);
  };
  draw();
  new ResizeObserver(() => {
    chart.resize();
    draw();
  }).observe(canvas);
  document.addEventListener('padu:theme', draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
}
