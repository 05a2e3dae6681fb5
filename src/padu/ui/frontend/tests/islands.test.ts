import { describe, expect, test } from 'vitest';

import { optionsFor, wrapped, type ChartFrame } from '../islands/chart-options.ts';
import { figure } from '../islands/indonesian.ts';
import { compareKeys, folded, sortKey } from '../islands/sorting.ts';

const frame: ChartFrame = {
  kind: 'radar',
  unit: '%',
  decimals: 1,
  maximum: 100,
  narrow: false,
  still: true,
  font: 'x',
  colours: { ink: '#000', muted: '#666', rule: '#ddd', paper: '#fff', series: ['#000', '#666'] },
};
const data = { labels: ['Ibadah', 'Akta', 'Tabungan'], series: [{ name: 'Painan', values: [90, null, 0] }] };

type Drawn = { series: { data: unknown[]; areaStyle?: unknown; connectNulls: boolean }[]; tooltip: { renderMode: string } };
const drawn = (change: Partial<ChartFrame> = {}, given = data) => optionsFor(given, { ...frame, ...change }) as unknown as Drawn;

describe('figures', () => {
  test('are written the Indonesian way', () => {
    expect(figure(1234.5, 1, '')).toBe('1.234,5');
    expect(figure(12.34, 1, '%')).toBe('12,3 %');
    expect(figure(1500000, 0, 'Rp')).toBe('Rp1.500.000');
    expect(figure(-5, 0, 'Rp')).toBe('-Rp5');
  });
});

describe('charts', () => {
  test('a radar leaves a gap for what is missing and closes its round', () => {
    const [series] = drawn().series;
    expect(series?.data).toEqual([
      [90, 0],
      [null, 1],
      [0, 2],
      [90, 3],
    ]);
    expect(series?.connectNulls).toBe(false);
    expect(series?.areaStyle).toBeUndefined();
  });

  test('a radar that is whole is filled', () => {
    const whole = { labels: ['a', 'b'], series: [{ name: 'x', values: [1, 2] }] };
    expect(drawn({}, whole).series[0]?.areaStyle).toBeDefined();
  });

  test('lines and bars keep nought and missing apart', () => {
    for (const kind of ['line', 'bar', 'column']) expect(drawn({ kind }).series[0]?.data).toEqual([90, null, 0]);
  });

  test('no tooltip writes HTML, which the content policy forbids', () => {
    for (const kind of ['radar', 'line', 'bar', 'column']) expect(drawn({ kind }).tooltip.renderMode).toBe('richText');
  });

  test('long labels break at spaces', () => {
    expect(wrapped('4. Jaminan kesehatan', 14)).toBe('4. Jaminan\nkesehatan');
    expect(wrapped('Ketenagakerjaan', 5)).toBe('Ketenagakerjaan');
  });
});

describe('sorting', () => {
  const cell = (text: string, value?: string) => ({ dataset: value === undefined ? {} : { value }, textContent: text });
  const order = (cells: ReturnType<typeof cell>[], down: boolean) =>
    cells
      .map((one) => ({ text: one.textContent, key: sortKey(one) }))
      .sort((a, b) => compareKeys(a.key, b.key, down))
      .map((one) => one.text);

  test('figures sort by their value, not by their letters', () => {
    expect(order([cell('11', '11'), cell('4', '4')], false)).toEqual(['4', '11']);
  });

  test('what is missing stays at the end both ways', () => {
    const cells = [cell('', ''), cell('4', '4'), cell('11', '11')];
    expect(order(cells, false)).toEqual(['4', '11', '']);
    expect(order(cells, true)).toEqual(['11', '4', '']);
  });

  test('nought is a figure', () => {
    expect(order([cell('4', '4'), cell('0', '0'), cell('', '')], false)).toEqual(['0', '4', '']);
  });

  test('words fold case, spaces and apostrophes', () => {
    expect(folded("  Ma'rang   Batu ")).toBe('marang batu');
  });
});
