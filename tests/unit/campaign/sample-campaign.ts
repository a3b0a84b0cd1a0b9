import type Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Campaign, StagingRow } from '../../../shared/contract/campaign.ts';
import type { CampaignPlan } from '../../../shared/contract/campaign-plan.ts';
import { type EngineCase, startEngine } from '../engine/engine-case.ts';
import { setPeople, type TestPerson } from './people.ts';

/** Owner of apps of the sample. */
export const YAEL = { id: 'AA:01', name: 'Yael Umberfield', email: 'Yael.Umberfield@tarnbrook.example' } as const;
/** In no file of the sample. */
export const OUTSIDER = { id: 'BB:02', name: 'Olga Outsider', email: 'olga@audit.example' } as const;
export const OTHER = { id: 'CC:03', name: 'Otto Other', email: 'otto@audit.example' } as const;

/** The sample case, opened afresh for every test, with what tests do in it. */
export function sampleCampaign() {
  let sample: EngineCase;
  let folder: string;
  beforeAll(async () => {
    const opened = startEngine();
    await opened.engine.handlers['workspace.openSample']({}, {});
    const { path } = opened.engine.context.open();
    await opened.engine.handlers['workspace.close']({}, {});
    folder = mkdtempSync(join(tmpdir(), 'countersign-campaign-'));
    copyFileSync(path, join(folder, 'untouched'));
    await opened.dispose();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    sample = startEngine();
    const path = join(sample.folder, 'sample.countersign');
    copyFileSync(join(folder, 'untouched'), path);
    await sample.engine.handlers['workspace.open']({ token: sample.files.register(path) }, {});
  });
  afterEach(async () => sample.dispose());
  const call = () => sample.engine.handlers;
  const db = (): Database.Database => sample.engine.context.open().db;
  return {
    call,
    db,
    /** Brings people into the case and signs the first one in. */
    signIn(...people: readonly TestPerson[]): void {
      setPeople(db(), people);
      sample.engine.context.session.person = people[0]?.id ?? null;
    },
    signOut(): void {
      sample.engine.context.session.person = null;
    },
    async stage(plan: CampaignPlan): Promise<Campaign> {
      const { campaign } = await call()['campaign.stage']({ plan }, {});
      if (campaign === null) throw new Error('nothing was staged');
      return campaign;
    },
    async rowsOf(group: string): Promise<readonly StagingRow[]> {
      return (await call()['campaign.stagingRows']({ group, offset: 0, limit: 500 }, {})).rows;
    },
    /** Accepts everything of the staging check but what is to be given to somebody. */
    async acceptAll(): Promise<void> {
      for (const { group, kind, open } of (await call()['campaign.staging']({}, {})).groups)
        if (kind !== 'unassigned' && open > 0)
          await call()['campaign.except']({ group, keys: null, reason: 'Known and accepted.' }, {});
    },
  };
}

/** Items shared in turn among these people. */
export const among = (...people: readonly TestPerson[]): Partial<CampaignPlan> => ({
  reviewers: { people: people.map(({ id }) => id), share: 'even' },
});
