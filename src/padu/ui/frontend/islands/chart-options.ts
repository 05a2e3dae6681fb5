/** What a chart looks like, as plain settings: no drawing here, so that it can be read and tested. */
import type { ChartData } from './chart-table.ts';
import type { Palette } from './colours.ts';
import { figure } from './indonesian.ts';

export interface ChartFrame {
  kind: string;
  unit: string;
  decimals: number;
  maximum: number;
  narrow: boolean;
  still: boolean;
  font: string;
  colours: Palette;
}

type Options = Record<string, unknown>;

export function optionsFor(data: ChartData, frame: ChartFrame): Options {
  const own = frame.kind === 'radar' ? radar(data, frame) : cartesian(data, frame);
  return { ...shared(data, frame), ...own };
}

function shared(data: ChartData, frame: ChartFrame): Options {
  return {
    animation: !frame.still,
    animationDuration: 300,
    color: frame.colours.series,
    textStyle: { fontFamily: frame.font, color: frame.colours.ink, fontSize: 13 },
    legend: {
      show: data.series.length > 1,
      top: 0,
      left: 0,
      icon: 'roundRect',
      itemWidth: 18,
      itemHeight: 4,
      textStyle: { color: frame.colours.ink, fontFamily: frame.font, fontSize: 13 },
    },
    tooltip: {
      renderMode: 'richText', // HTML tooltips write style attributes, which the content policy forbids
      confine: true,
      backgroundColor: frame.colours.paper,
      borderColor: frame.colours.rule,
      textStyle: { color: frame.colours.ink, fontFamily: frame.font, fontSize: 13 },
    },
  };
}

function words(value: unknown, frame: ChartFrame): string {
  return typeof value === 'number' ? figure(value, frame.decimals, frame.unit) : '–';
}

/**
 * A radar drawn as closed lines on a round grid, clockwise from the top. The library's own radar puts a missing figure
 * into the centre, where it reads as nought; a line leaves a gap.
 */
function radar(data: ChartData, frame: ChartFrame): Options {
  const count = data.labels.length;
  const top = frame.maximum || largest(data);
  const name = (index: number) => {
    const label = data.labels[index];
    if (label === undefined) return ''; // the end of the round is its beginning
    return frame.narrow ? String(index + 1) : wrapped(`${index + 1}. ${label}`, 14);
  };
  return {
    polar: { center: ['50%', data.series.length > 1 ? '54%' : '50%'], radius: frame.narrow ? '74%' : '72%' },
    angleAxis: {
      type: 'value',
      min: 0,
      max: count,
      interval: 1,
      startAngle: 90,
      clockwise: true,
      axisLine: { lineStyle: { color: frame.colours.rule } },
      axisTick: { show: false },
      axisLabel: { color: frame.colours.ink, fontSize: 12.5, lineHeight: 15, margin: 10, formatter: name },
      splitLine: { lineStyle: { color: frame.colours.rule } },
    },
    radiusAxis: {
      type: 'value',
      min: 0,
      max: top,
      interval: top / 4,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: frame.colours.muted, fontSize: 11, showMinLabel: false },
      splitLine: { lineStyle: { color: frame.colours.rule } },
    },
    tooltip: {
      ...(shared(data, frame)['tooltip'] as Options),
      trigger: 'item',
      formatter: (item: { seriesName: string; value: [number | null, number] }) =>
        `${data.labels[item.value[1] % count] ?? ''}\n${item.seriesName}: ${words(item.value[0], frame)}`,
    },
    series: data.series.map((series, index) => ({
      type: 'line',
      coordinateSystem: 'polar',
      name: series.name,
      data: [...series.values, series.values[0] ?? null].map((value, at) => [value, at]),
      connectNulls: false,
      symbol: 'circle',
      symbolSize: index === 0 ? 7 : 5,
      areaStyle: index === 0 && !series.values.includes(null) ? { opacity: 0.14 } : undefined,
      lineStyle: { width: index === 0 ? 2.5 : 1.75, type: index === 0 ? 'solid' : 'dashed' },
      z: index === 0 ? 3 : 2,
    })),
  };
}

function cartesian(data: ChartData, frame: ChartFrame): Options {
  const lying = frame.kind === 'bar';
  const line = frame.kind === 'line';
  const names = {
    type: 'category',
    data: data.labels,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: frame.colours.muted } },
    axisLabel: { color: frame.colours.ink, fontSize: 12.5, width: frame.narrow ? 110 : 190, overflow: lying ? 'break' : 'none' },
  };
  const figures = {
    type: 'value',
    max: frame.maximum || undefined,
    splitNumber: frame.narrow ? 3 : 5,
    axisLabel: { color: frame.colours.muted, fontSize: 12, formatter: (value: number) => figure(value, 0, '') },
    splitLine: { lineStyle: { color: frame.colours.rule } },
  };
  return {
    grid: { left: 4, right: lying ? 64 : 12, top: data.series.length > 1 ? 36 : 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      ...(shared(data, frame)['tooltip'] as Options),
      trigger: 'axis',
      valueFormatter: (value: unknown) => words(value, frame),
      axisPointer: { type: line ? 'line' : 'shadow', shadowStyle: { color: frame.colours.rule, opacity: 0.35 } },
    },
    xAxis: lying ? figures : names,
    yAxis: lying ? names : figures,
    series: data.series.map((series, index) => ({
      type: line ? 'line' : 'bar',
      name: series.name,
      data: series.values,
      barMaxWidth: 22,
      barGap: '15%',
      symbol: 'circle',
      symbolSize: 7,
      connectNulls: false,
      lineStyle: { width: index === 0 ? 2.5 : 1.5, type: index === 0 ? 'solid' : 'dashed' },
      label: {
        show: lying && data.series.length === 1,
        position: 'right',
        color: frame.colours.ink,
        formatter: (item: { value: unknown }) => words(item.value, frame),
      },
    })),
  };
}

function largest(data: ChartData): number {
  return Math.max(1, ...data.series.flatMap((series) => series.values.map((value) => value ?? 0)));
}

/** Breaks a long label at spaces into lines of about `width` letters. */
export function wrapped(label: string, width: number): string {
  const lines: string[] = [''];
  for (const word of label.split(' ')) {
    const last = lines[lines.length - 1] ?? '';
    if (last && last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.join('\n');
}
