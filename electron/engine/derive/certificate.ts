import type { Reduction, ScopeAdvice } from '../catalog/reduction.ts';
import { isoDay } from './usage.ts';
import { count, type StatedWindow } from './statement.ts';

const DAY = 86_400_000;
/** Calls named in one line; the rest is counted. */
const NAMED = 3;

/** The one line that says why a scope stays, goes or could be smaller, with window and evidence. */
export function certificateLine(line: ScopeAdvice, window: StatedWindow | null, method: Reduction['method']): string {
  const { usage } = line;
  const span =
    window === null
      ? 'in the logs of this case'
      : `in ${window.from} to ${window.to} (${count(window.days, 'day', 'days')}, ${window.logLabel})`;
  const smallest = method === 'exact' ? '' : ' The set was found by a bounded search, so a smaller one may exist.';
  switch (line.advice) {
    case 'keep':
      return `Keep: ${reasonToKeep(line, span)}${notSmaller(line)}${smallest}`;
    case 'narrow':
      return `Narrow to ${line.replacedBy?.id ?? ''}: it allows everything this scope was used for. ${seen(line, span)} The log covers the whole window.${smallest}`;
    case 'ask':
      return `Ask the owner: ${line.replacedBy?.id ?? ''} lists the same calls but gives only part of the data (${line.replacedBy?.label ?? 'limited'}). It could replace this scope only if that part suffices, which no log shows. ${seen(line, span)}${smallest}`;
    case 'remove':
      return usage.status === 'observed'
        ? `Remove: ${redundancy(line)} ${seen(line, span)}${line.isIncluded ? '' : ' The log covers the whole window.'}${smallest}`
        : `Remove: no operation needs it. None that it allows was seen ${span}; the log covers the whole window, and no successful call is left that it could explain.`;
    case 'lifecycle':
      return usage.scope.identity
        ? 'Keep: sign-in scope, judged by sign-ins and not by calls.'
        : 'Keep: it keeps access while nobody is signed in. Judged by refresh and token events, not by calls.';
    case 'keep-unjudged':
      return `Keep, not judged: ${missing(line, span)}`;
  }
}

function reasonToKeep({ operations, sole, usage }: ScopeAdvice, span: string): string {
  const calls = `${count(usage.succeeded, 'successful call', 'successful calls')}${by(usage.people.length)} ${span}, the last on ${day(usage.last)}.`;
  if (sole.length > 0) {
    const needs = sole.length === 1 ? 'needs' : 'need';
    return `${count(sole.length, 'operation', 'operations')} ${needs} it and no other granted scope allows ${sole.length === 1 ? 'it' : 'them'} (${named(sole)}): ${calls}`;
  }
  return `chosen as the smallest granted scope for ${count(operations.length, 'operation', 'operations')} (${named(operations)}): ${calls}`;
}

/** Why nothing smaller is proposed, where evidence and not use is the reason. */
function notSmaller({ obstacles, withheld }: ScopeAdvice): string {
  if (withheld === null) return '';
  return ` ${withheld.id} would allow the operations seen but is not proposed: ${obstacleText(obstacles)}.`;
}

function redundancy(line: ScopeAdvice): string {
  const others = line.coveredBy.join(', ');
  if (line.coveredBy.length === 0) return 'no operation rests on it, and a scope that stays includes all it allows.';
  return line.isIncluded
    ? `every operation seen is also allowed by ${others}, and a scope that stays includes all this one allows.`
    : `every operation seen is also allowed by ${others}, which stays.`;
}

function seen({ usage, operations }: ScopeAdvice, span: string): string {
  const what =
    operations.length === 0 ? '' : `${count(operations.length, 'operation', 'operations')} (${named(operations)}), `;
  return `Seen: ${what}${count(usage.succeeded, 'successful call', 'successful calls')}${by(usage.people.length)} ${span}, the last on ${day(usage.last)}.`;
}

function missing(line: ScopeAdvice, span: string): string {
  const { usage, obstacles } = line;
  switch (usage.status) {
    case 'observed':
      return `every operation seen is also allowed by ${line.coveredBy.join(', ')}, but ${obstacleText(obstacles)}, so it is not shown that nothing else needs it.`;
    case 'denied-only':
      return `${count(usage.denied + usage.attempted, 'attempt', 'attempts')} and no successful call ${span}. An attempt shows that the app wants it, not whether it needs it.`;
    case 'not-seen-full':
      return `none of its operations was seen ${span}, but ${obstacleText(obstacles)}.`;
    case 'not-seen-partial':
      return `none of its operations was seen ${span}, but the evidence is incomplete: ${obstacleText(obstacles) || 'part of the window is missing'}.`;
    default:
      return `no evidence. ${usage.explanation ?? 'No imported log can show its use.'}`;
  }
}

function obstacleText({ gaps, unexplained }: ScopeAdvice['obstacles']): string {
  const calls =
    unexplained.length === 0
      ? []
      : [
          `${count(unexplained.length, 'operation', 'operations')} succeeded that it may have allowed, without the evidence showing it (${named(unexplained)})`,
        ];
  return [...gaps.map(asClause), ...calls].join('; ');
}

/** A sentence inside another one; names that begin with capitals stay. */
function asClause(sentence: string): string {
  return /^[A-Z][a-z]*[ ,]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

function named(keys: readonly string[]): string {
  const rest = keys.length - NAMED;
  return `${keys.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${count(rest, 'more', 'more')}` : ''}`;
}

function by(people: number): string {
  return people === 0 ? ' by the app itself' : ` by ${count(people, 'person', 'people')}`;
}

function day(time: number | null): string {
  return time === null ? 'an unknown day' : isoDay(Math.floor(time / DAY));
}
