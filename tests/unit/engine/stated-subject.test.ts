import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectFile } from '../../../electron/engine/import/inspect-file.ts';
import { caseFacts } from './case-facts.ts';
import { newCase, waitForJob } from './engine-case.ts';

const PAGE = [
  'User,First used,Most recent use,Total uses',
  'Alice Example,2026-01-20 10:00,2026-09-20 16:05,12',
  'Bob Example,2026-02-14 11:30,,0',
].join('\n');

test.each([
  ['its name', 'Example Sync', 'salesforce:name:Example Sync'],
  ['its id', '0H40000000AppAACAZ', 'salesforce:0H40000000AppAA'],
])('a page that names no app is read for the app the user states by %s', async (_, subject, key) => {
  const started = await newCase();
  try {
    const path = join(started.folder, 'page.csv');
    writeFileSync(path, PAGE);
    const plan = await inspectFile(started.engine.context, path, 'token');
    expect(plan).toMatchObject({ format: 'sf.connectedapps.users', questions: { zone: true } });
    expect(plan.questions.subject).toContain('Which connected app');
    const order = {
      token: started.files.register(path),
      format: 'sf.connectedapps.users',
      mapping: null,
      system: 'System',
      tenant: 'tenant',
      asOf: '2026-10-01T06:00:00Z',
      extractedBy: 'Erik Extractor',
      method: 'by hand',
      keepCopy: true,
      completeness: 'whole' as const,
      zone: 'America/New_York',
      subject,
    };
    const { jobId } = await started.engine.handlers['imports.run']({ orders: [order] }, {});
    const { imports, failures } = await waitForJob(started, jobId);
    expect(failures).toEqual([]);
    expect(imports[0]).toMatchObject({ read: 2, accepted: 2, grants: 2 });
    expect(caseFacts(started.engine.context.open().db)['grants']).toMatchObject([
      { connector: key, principal: 'Alice Example', granted_at: '2026-01-20T15:00:00.000Z' },
      { connector: key, principal: 'Bob Example', granted_at: '2026-02-14T16:30:00.000Z' },
    ]);
  } finally {
    await started.dispose();
  }
});
