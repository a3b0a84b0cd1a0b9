/** `1 person`, `3 people`, `1,204 calls`. */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** Names in one clause: at most five, then "and n more". */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

const DAY = 86_400_000;

/** UTC milliseconds as `2026-09-30`. */
export function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Days since 1970-01-01 as `2026-09-30`. */
export function dayText(day: number): string {
  return dateText(day * DAY);
}

/** UTC milliseconds as `2026-09-30 14:05 UTC`. */
export function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A length of time in its largest sensible unit: `45 minutes`, `2 hours 43 minutes`, `4 days`. */
export function durationText(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes >= 48 * 60) return counted(Math.floor(minutes / 1440), 'day', 'days');
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [
    ...(hours > 0 ? [counted(hours, 'hour', 'hours')] : []),
    ...(rest > 0 || hours === 0 ? [counted(rest, 'minute', 'minutes')] : []),
  ];
  return parts.join(' ');
}

/** 0.045 as `4.5 %`, small shares with the digits they need: `0.08 %`. */
export function percentText(share: number): string {
  const percent = share * 100;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : Number(percent.toPrecision(2))} %`;
}

/** A small probability as people say it: `1 in 4,200`, or `less than 1 in a million`. */
export function chanceText(probability: number): string {
  if (probability < 1e-6) return 'less than 1 in a million';
  return `1 in ${Math.floor(1 / probability).toLocaleString('en-US')}`;
}
