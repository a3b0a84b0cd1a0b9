import { join } from 'node:path';
import { at } from '../generator/random.ts';
import { type BenchEngine, openBenchCase } from './bench-engine.ts';
import { loadEngine } from './load-engine.ts';
import { type Measurement, percentile95 } from './measure.ts';

/** Limits of the analysis at full size; smaller cases say nothing about them. */
const MOST_SECONDS = 10;
const MOST_USAGE_MS = 20;
const LEAST_SCALE_FOR_LIMIT = 0.5;

export interface AnalysisCase {
  readonly folder: string;
  /** A GAM export and a token log of the same connectors. */
  readonly grants: string;
  readonly events: string;
  readonly scale: number;
  readonly say: (message: string) => void;
}

/**
 * The analysis of a large tenant, made anew: scopes against usage, all rules, checks and sums; and the same with the facts
 * of all imports brought together before it, as after an import. Then what the screens ask for one connector.
 */
export async function measureAnalysis({ folder, grants, events, scale, say }: AnalysisCase): Promise<Measurement[]> {
  const modules = await loadEngine();
  const bench = await openBenchCase(modules, join(folder, 'analysis'));
  try {
    say('analysis: filling a case with grants and events');
    await bench.importFile(grants, 'google.gam.tokens');
    await bench.importFile(events, 'google.reports.token');
    const { db } = bench.engine.context.open();
    const derivedFrom = (stage: string): number => {
      db.prepare('DELETE FROM meta WHERE key = ?').run(stage);
      const started = performance.now();
      modules.derive(db, bench.engine.context.catalog(), bench.engine.context.policy());
      return (performance.now() - started) / 1000;
    };
    say('analysis: facts brought together anew, and everything that follows');
    const whole = derivedFrom('derived');
    say('analysis: scopes against usage, rules, checks and sums anew');
    const analysis = derivedFrom('derived-scopes');
    say('analysis: scopes against usage of single connectors');
    const usage = await usageTimes(bench);
    say('analysis: another policy, and an act on a register');
    const acts = await actTimes(bench);
    const limit = (most: number): number | null => (scale < LEAST_SCALE_FOR_LIMIT ? null : most);
    return [
      {
        name: 'analysis: scopes against usage, all rules, checks and sums',
        value: analysis,
        unit: 's',
        limit: limit(MOST_SECONDS),
      },
      {
        name: 'analysis: the same, and before it all facts brought together anew',
        value: whole,
        unit: 's',
        limit: null,
      },
      {
        name: 'analysis: scopes against usage of one connector, 95th percentile',
        value: percentile95(usage),
        unit: 'ms',
        limit: limit(MOST_USAGE_MS),
      },
      { name: 'analysis: preview of other thresholds', value: acts.preview, unit: 's', limit: limit(MOST_SECONDS) },
      { name: 'analysis: preview of another window', value: acts.window, unit: 's', limit: limit(MOST_SECONDS) },
      { name: 'analysis: one purpose by hand, judged anew', value: acts.act, unit: 's', limit: limit(MOST_SECONDS) },
      { name: 'analysis: connectors asked for', value: usage.length, unit: 'rows', limit: null },
    ];
  } finally {
    await bench.close();
  }
}

/** What a reviewer waits for after a change in the form of the policy, and after stating a field of an app. */
async function actTimes({ engine }: BenchEngine): Promise<{ preview: number; window: number; act: number }> {
  const seconds = async (work: () => unknown): Promise<number> => {
    const started = performance.now();
    await work();
    return (performance.now() - started) / 1000;
  };
  const { rows } = await engine.handlers['registers.apps']({ filter: {}, offset: 0, limit: 1 }, {});
  const connectorIds = rows.map((row) => row.connectorId);
  return {
    preview: await seconds(async () => engine.handlers['policy.preview']({ values: { dormantDays: 45 } }, {})),
    window: await seconds(async () => engine.handlers['policy.preview']({ values: { windowDays: 60 } }, {})),
    act: await seconds(async () =>
      engine.handlers['registers.set']({ connectorIds, field: 'purpose', value: 'Measuring', reason: 'Bench' }, {}),
    ),
  };
}

async function usageTimes({ engine }: BenchEngine): Promise<number[]> {
  const page = await engine.handlers['inventory.page'](
    { filter: {}, sort: { by: 'risk', descending: true }, offset: 0, limit: 500 },
    {},
  );
  const times: number[] = [];
  for (let index = 0; index < page.rows.length; index += 1) {
    const { connectorId } = at(page.rows, index);
    const started = performance.now();
    await engine.handlers['connectors.usage']({ connectorId }, {});
    times.push(performance.now() - started);
  }
  return times;
}
