/** Figures as readers expect them, for pictures that are drawn in the browser. */
const formats = new Map<number, Intl.NumberFormat>();

export function figure(value: number, decimals: number, unit: string): string {
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('id-ID', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formats.set(decimals, format);
  }
  const text = format.format(value);
  if (unit === 'Rp') return value < 0 ? `-Rp${text.slice(1)}` : `Rp${text}`;
  return unit ? `${text} ${unit}` : text;
}
