/** The colours a drawing needs, as the style sheet has them now (light or dark). */
export interface Palette {
  ink: string;
  muted: string;
  rule: string;
  paper: string;
  series: string[];
}

const NAMES = { ink: '--ink', muted: '--ink-muted', rule: '--rule', paper: '--paper' } as const;
const SERIES = ['--accent', '--need-4', '--warn', '--note'];

export function palette(host: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const result = {
    ink: read(NAMES.ink),
    muted: read(NAMES.muted),
    rule: read(NAMES.rule),
    paper: read(NAMES.paper),
    series: SERIES.map(read),
  };
  probe.remove();
  return result;
}
