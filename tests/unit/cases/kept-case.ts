import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analysisOf } from '../../../electron/engine/cli/analyse.ts';
import type { Engine } from '../../../electron/engine/engine.ts';
import { filesOf } from '../../../electron/engine/cases/case-files.ts';
import { digestOf } from '../../../electron/engine/cases/digest.ts';
import { journalHead } from '../../../electron/engine/review/journal.ts';
import { type EngineCase, importFiles, newCase, RESOURCES } from '../engine/engine-case.ts';

export const SAMPLE = join(RESOURCES, 'sample');

/** A case with evidence, findings and a decision. */
export async function filledCase(): Promise<EngineCase> {
  const started = await newCase();
  await importFiles(started, [
    { path: join(SAMPLE, 'google/gam-tokens.csv'), format: 'google.gam.tokens' },
    { path: join(SAMPLE, 'entra/service-principals.json'), format: 'entra.sp.graph' },
  ]);
  const item = started.engine.context
    .open()
    .db.prepare<[], string>('SELECT key FROM item ORDER BY id LIMIT 1')
    .pluck()
    .get();
  await started.engine.handlers['review.decide'](
    {
      itemId: item ?? '',
      decision: 'revoke',
      reason: 'Nobody needs it.',
      scopes: [],
      principals: [],
      until: null,
      owner: null,
      agreed: null,
      round: 'first',
      trace: null,
    },
    {},
  );
  return started;
}

export interface CaseContent {
  readonly head: string;
  readonly count: number;
  readonly digest: string;
  readonly copies: readonly string[];
}

/** What must be the same in a copy of a case: the end of its journal, what every rule says, and its kept copies. */
export async function contentOf(engine: Engine): Promise<CaseContent> {
  const { db, path } = engine.context.open();
  const copies = filesOf(path).owned.filter(({ kind }) => kind === 'evidence');
  return {
    ...journalHead(db),
    digest: analysisOf(engine).digest,
    copies: (await Promise.all(copies.map(({ path: copy }) => digestOf(copy)))).toSorted(),
  };
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
