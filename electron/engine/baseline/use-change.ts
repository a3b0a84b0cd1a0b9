import type { DeltaLine } from '../../../shared/contract/baseline.ts';
import { counted, listed, percentText } from '../rules/wording.ts';
import type { LogCalls } from './facts.ts';

/** A change of the daily calls below this share is the noise of days and weeks. */
const LEAST_CHANGE = 0.25;
/** With fewer calls in the busier window chance alone moves the rate (CS-32 asks for as many). */
const LEAST_CALLS = 20;
/** The shorter window must have at least this share of the covered days of the longer one: a quarter against a quarter. */
const EQUAL_WINDOWS = 0.8;

/**
 * Compares the successful calls of an item per covered day. Only the same operation logs over windows of like length are
 * compared; otherwise the line says what stands in the way. Null where nothing changed beyond noise, or no call was seen.
 */
export function useChange(then: readonly LogCalls[] | null, now: readonly LogCalls[] | null): DeltaLine | null {
  const obstacle = obstacleOf(then, now);
  if (obstacle !== null || then === null || now === null) return notCompared(obstacle ?? 'it is not known');
  const busier = Math.max(callsOf(then), callsOf(now));
  if (busier === 0) return null;
  if (busier < LEAST_CALLS)
    return notCompared(`the calls are too few: ${rateText(now)}, ${rateText(then)} in the baseline`);
  const [rateThen, rateNow] = [rateOf(then), rateOf(now)];
  const change = rateThen === 0 ? Infinity : (rateNow - rateThen) / rateThen;
  if (Math.abs(change) < LEAST_CHANGE) return null;
  const isUp = change > 0;
  const share = rateThen === 0 ? null : percentText(Math.abs(change));
  const short = share === null ? 'calls seen, none before' : `calls per day ${isUp ? 'up' : 'down'} ${share}`;
  const text = `Successful calls per covered day ${
    share === null ? 'up from none' : `${isUp ? 'up' : 'down'} ${share}`
  }: ${rateText(now)}, ${rateText(then)} in the baseline (${listed(now.map(({ label }) => label))}).`;
  return { kind: isUp ? 'use-up' : 'use-down', short, text, isChange: true };
}

function notCompared(obstacle: string): DeltaLine {
  return { kind: 'use-unknown', short: 'use not compared', text: `Use is not compared: ${obstacle}.`, isChange: false };
}

function obstacleOf(then: readonly LogCalls[] | null, now: readonly LogCalls[] | null): string | null {
  if (then === null) return 'the baseline does not state the calls of each item';
  if (now === null || now.length === 0)
    return then.length === 0
      ? 'neither the baseline nor this case has an operation log of this tenant'
      : `this case has no operation log of this tenant, the baseline rests on ${windowsText(then)}`;
  if (then.length === 0) return `the baseline had no operation log of this tenant, this case has ${windowsText(now)}`;
  if (idsOf(then) !== idsOf(now))
    return `the logs are not the same: ${windowsText(then)} in the baseline, ${windowsText(now)} here`;
  const cut = [...then, ...now].find((log) => log.isCut);
  if (cut !== undefined) return `${cut.label} (${cut.from} to ${cut.to}) is not whole`;
  const unequal = now.find((log, index) => !isAlike(log.coveredDays, then[index]?.coveredDays ?? 0));
  if (unequal !== undefined)
    return `the windows are not alike: ${windowsText(then)} in the baseline, ${windowsText(now)} here`;
  return null;
}

function isAlike(a: number, b: number): boolean {
  return Math.min(a, b) > 0 && Math.min(a, b) / Math.max(a, b) >= EQUAL_WINDOWS;
}

/** Logs are in the order of their ids. */
function idsOf(logs: readonly LogCalls[]): string {
  return logs.map(({ log }) => log).join(' ');
}

function callsOf(logs: readonly LogCalls[]): number {
  return logs.reduce((sum, { calls }) => sum + calls, 0);
}

/** Calls per covered day: each log by its own days. */
function rateOf(logs: readonly LogCalls[]): number {
  return logs.reduce((sum, { calls, coveredDays }) => sum + calls / coveredDays, 0);
}

/** `1.5 a day (137 calls on 91 covered days, 2026-07-01 to 2026-09-30)`. */
function rateText(logs: readonly LogCalls[]): string {
  const rate = rateOf(logs);
  const days = [...new Set(logs.map(({ coveredDays }) => coveredDays))].toSorted((a, b) => a - b);
  const from = logs.map((log) => log.from).toSorted()[0] ?? '';
  const to =
    logs
      .map((log) => log.to)
      .toSorted()
      .at(-1) ?? '';
  const shown = rate >= 10 ? Math.round(rate).toLocaleString('en-US') : String(Number(rate.toPrecision(2)));
  return `${shown} a day (${counted(callsOf(logs), 'call', 'calls')} on ${days.join(' to ')} covered days, ${from} to ${to})`;
}

function windowsText(logs: readonly LogCalls[]): string {
  return listed(
    logs.map(
      ({ label, from, to, coveredDays }) =>
        `${label} (${counted(coveredDays, 'covered day', 'covered days')}, ${from} to ${to})`,
    ),
    3,
  );
}
