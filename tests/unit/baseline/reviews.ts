import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { createEngine, type Engine } from '../../../electron/engine/engine.ts';
import { sign } from '../../../electron/engine/handlers/report.ts';
import { createFileRegistry, type FileRegistry } from '../../../electron/engine/lib/files.ts';
import { silentLog } from '../../../electron/common/log.ts';
import type { PrintReport } from '../../../electron/engine/lib/print.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { type EngineContract, engineContract } from '../../../shared/contract/engine.ts';
import { type DecideParams, decideParams } from '../../../shared/contract/review.ts';
import type { ParamsInput, Result } from '../../../shared/contract/rpc.ts';

export const PASSPHRASE = 'lantern orchid gravel seventeen';
export const TENANT = 'tenant';

/** A file of a story as it is imported. */
export interface StoryFile {
  readonly name: string;
  readonly format: string;
  readonly text: string;
}

export interface Story {
  readonly asOf: string;
  readonly files: readonly StoryFile[];
  readonly tenant?: string;
}

/** A real engine with a case of its own and a clock that stands still. */
export interface Review {
  readonly engine: Engine;
  readonly call: <M extends keyof EngineContract>(
    method: M,
    params: ParamsInput<EngineContract, M>,
  ) => Promise<Result<EngineContract, M>>;
  readonly token: (path: string) => string;
  /** A token of a new key file of somebody. */
  readonly newKey: (name: string) => string;
  readonly itemOf: (name: string) => string;
  readonly decide: (name: string, over: Partial<DecideParams> & Pick<DecideParams, 'decision'>) => Promise<unknown>;
  /** Signs the report; answers the path of the bundle. */
  readonly sign: (name: string) => Promise<string>;
  /** Signs the bundle a second time, as another person; answers the path of that one. */
  readonly approve: (bundle: string, name: string) => Promise<string>;
  readonly add: (story: Story) => Promise<void>;
  readonly at: (time: string) => void;
  readonly close: () => Promise<void>;
}

/** Prints the titles of the sections: what is compared is in the data of a bundle, not in its PDF. */
const print: PrintReport = async (document) => {
  const pdf = PDF.create();
  for (const section of document.sections)
    pdf.addPage({ size: 'a4' }).drawText(section.number, { x: 50, y: 700, size: 20 });
  return { pdf: await pdf.save(), pages: document.sections.length };
};

export async function startReview(at: string): Promise<Review> {
  const folder = mkdtempSync(join(tmpdir(), 'baseline-'));
  let now = Date.parse(at);
  const files: FileRegistry = createFileRegistry();
  const engine = createEngine({
    dataFolder: join(folder, 'data'),
    resourcesFolder: join(import.meta.dirname, '../../../resources'),
    files,
    log: silentLog(),
    now: () => now,
    print,
    emit: () => undefined,
  });
  const call: Review['call'] = async (method, params) => {
    // The handler of a method takes what the method's schema gives.
    const handler = engine.handlers[method] as (asked: unknown, context: unknown) => unknown;
    return (await handler(engineContract[method].params.parse(params), {})) as Result<EngineContract, typeof method>;
  };
  await call('workspace.create', {
    saveToken: files.register(join(folder, 'case.countersign')),
    details: {
      name: 'Review',
      client: 'Client',
      engagement: 'E-1',
      periodFrom: null,
      periodTo: null,
      reviewer: 'A. Ro',
    },
  });
  const itemOf = (name: string): string =>
    engine.context
      .open()
      .db.prepare<[string], string>(
        'SELECT item.key FROM item JOIN connector ON connector.id = item.connector WHERE connector.name = ?',
      )
      .pluck()
      .get(name) ?? '';
  return {
    engine,
    call,
    token: (path) => files.register(path),
    newKey: (name) => files.register(newKeyFile(folder, name)),
    itemOf,
    decide: (name, over) =>
      call(
        'review.decide',
        decideParams.parse({
          itemId: itemOf(name),
          reason: 'Owner confirmed the need. Looked at together with its owner.',
          ...over,
        }),
      ),
    sign: async (name) => {
      const keyPath = newKeyFile(folder, name);
      const target = join(folder, `${name} ${now}.zip`);
      return (await sign(engine.context, { keyPath, passphrase: PASSPHRASE, meaning: 'reviewed', target })).path;
    },
    approve: async (bundle, name) => {
      const target = join(folder, `approved by ${name}.zip`);
      await call('report.countersign', {
        token: files.register(bundle),
        keyToken: files.register(newKeyFile(folder, name)),
        passphrase: PASSPHRASE,
        saveToken: files.register(target),
      });
      return target;
    },
    add: (story) => importStory(engine, files, folder, story),
    at: (time) => {
      now = Date.parse(time);
    },
    close: async () => {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function newKeyFile(folder: string, name: string): string {
  const { pem } = createSigningKey({
    name,
    organization: 'Audit',
    email: 'signer@example.com',
    passphrase: PASSPHRASE,
    now: new Date('2026-01-01T00:00:00Z'),
  });
  const path = join(folder, `${name}.pem`);
  writeFileSync(path, pem);
  return path;
}

async function importStory(engine: Engine, files: FileRegistry, folder: string, story: Story): Promise<void> {
  const place = mkdtempSync(join(folder, 'files-'));
  mkdirSync(place, { recursive: true });
  const orders = story.files.map(({ name, format, text }) => {
    const path = join(place, name);
    writeFileSync(path, text);
    return {
      token: files.register(path),
      format,
      mapping: null,
      system: 'System',
      tenant: story.tenant ?? TENANT,
      asOf: story.asOf,
      extractedBy: 'Erik Extractor',
      method: 'by hand',
      keepCopy: false,
      completeness: 'whole' as const,
    };
  });
  const { jobId } = await engine.handlers['imports.run']({ orders }, {});
  for (;;) {
    const result = await engine.handlers['jobs.result']({ jobId }, {});
    if (result !== null) {
      if (result.outcome !== 'done' || result.failures.length > 0) throw new Error(JSON.stringify(result));
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export interface Grant {
  /** Number of the app, 1 to 9. */
  readonly app: number;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Numbers of people who consented for themselves; none: for the whole tenant. */
  readonly people?: readonly number[];
}

const id = (letter: string, number: number): string =>
  `${letter.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;

const GRANT_HEAD =
  'PermissionType,AppId,ClientObjectId,AppDisplayName,ResourceObjectId,ResourceDisplayName,Permission,ConsentType,PrincipalObjectId,CreationTimestamp';

export function grantList(grants: readonly Grant[]): StoryFile {
  const rows = grants.flatMap(({ app, name, scopes, people }) =>
    scopes.flatMap((scope) =>
      (people ?? [0]).map((person) =>
        [
          'Delegated',
          id('a', app),
          id('b', app),
          name,
          id('9', 1),
          'Microsoft Graph',
          scope,
          person === 0 ? 'AllPrincipals' : 'Principal',
          person === 0 ? '' : id('c', person),
          '',
        ].join(','),
      ),
    ),
  );
  return { name: 'grants.csv', format: 'entra.grants.flat', text: `${[GRANT_HEAD, ...rows].join('\n')}\n` };
}

export function peopleRegister(people: readonly { readonly number: number; readonly status?: string }[]): StoryFile {
  const rows = people.map(
    ({ number, status = 'active' }) =>
      `${id('c', number)},person${number}@firm.example,Person ${number},Sales,${status},,${status === 'left' ? '2026-05-15' : ''}`,
  );
  return {
    name: 'people.csv',
    format: 'register.people',
    text: `person_id,email,display_name,department,status,manager_email,left_on\n${rows.join('\n')}\n`,
  };
}

export function ownerRegister(owners: readonly (readonly [app: number, person: number])[]): StoryFile {
  const rows = owners.map(
    ([app, person]) => `entra,${id('a', app)},person${person}@firm.example,business,2025-01-01,Daily work`,
  );
  return {
    name: 'owners.csv',
    format: 'register.owners',
    text: `platform,connector_id,owner_email,role,since,purpose\n${rows.join('\n')}\n`,
  };
}

const DAY = 86_400_000;

/** Calls per day of some apps, on every day from the first to the last. */
export function activity(
  from: string,
  to: string,
  calls: readonly (readonly [app: number, perDay: number])[],
): StoryFile {
  const rows: string[] = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += DAY)
    for (const [app, perDay] of calls)
      for (let call = 0; call < perDay; call += 1) {
        const time = new Date(day + 3_600_000 + call * 60_000).toISOString();
        rows.push(
          `t,${time},${id('a', app)},${id('c', 1)},GET,https://graph.microsoft.com/v1.0/me/messages,200,100,10.0.0.1,${app}-${day}-${call},Mail.Read,`,
        );
      }
  return {
    name: 'activity.csv',
    format: 'm365.graphactivity',
    text: `TenantId,TimeGenerated [UTC],AppId,UserId,RequestMethod,RequestUri,ResponseStatusCode,ResponseSizeBytes,IPAddress,RequestId,Scopes,Roles\n${rows.join('\n')}\n`,
  };
}

const OWNERS = [1, 2, 3, 4, 5, 6, 7].map((app) => [app, app === 1 ? 8 : 9] as const);

/** The evidence of the review that is certified: seven apps, an owner each, a whole quarter of calls. */
export const FIRST_QUARTER: Story = {
  asOf: '2026-04-01T06:00:00Z',
  files: [
    grantList([
      { app: 1, name: 'Mail Helper', scopes: ['Mail.Read'] },
      { app: 2, name: 'Fast Notes', scopes: ['Mail.Read'] },
      { app: 3, name: 'Gone Board', scopes: ['Mail.Read'] },
      { app: 4, name: 'Revoked Bot', scopes: ['Mail.Read'] },
      { app: 5, name: 'Cut Down', scopes: ['Mail.Read', 'Files.Read.All'] },
      { app: 6, name: 'Steady', scopes: ['Mail.Read'] },
      { app: 7, name: 'Grow', scopes: ['Mail.Read', 'Calendars.Read'], people: [1, 2] },
    ]),
    peopleRegister([1, 2, 3, 8, 9].map((number) => ({ number }))),
    ownerRegister(OWNERS),
    activity('2026-01-01', '2026-03-31', [
      [1, 5],
      [6, 1],
    ]),
  ],
};

/** The evidence a quarter later. */
export const SECOND_QUARTER: Story = {
  asOf: '2026-07-01T06:00:00Z',
  files: [
    grantList([
      { app: 1, name: 'Mail Helper', scopes: ['Mail.Read', 'Mail.Send', 'Files.ReadWrite.All'] },
      { app: 2, name: 'Fast Notes', scopes: ['Mail.Read'] },
      { app: 4, name: 'Revoked Bot', scopes: ['Mail.Read'] },
      { app: 5, name: 'Cut Down', scopes: ['Mail.Read', 'Files.Read.All'] },
      { app: 6, name: 'Steady', scopes: ['Mail.Read'] },
      { app: 7, name: 'Grow Pro', scopes: ['Mail.Read'], people: [1, 2, 3] },
      { app: 8, name: 'Newcomer', scopes: ['Mail.Read'] },
    ]),
    peopleRegister([1, 2, 3, 8, 9].map((number) => ({ number, status: number === 8 ? 'left' : 'active' }))),
    ownerRegister([...OWNERS, [8, 9]]),
    activity('2026-04-01', '2026-06-30', [
      [1, 1],
      [6, 1],
    ]),
  ],
};

/** The first quarter, decided and signed; answers the path of the bundle. */
export async function certify(review: Review, signer = 'Zofia Łącka'): Promise<string> {
  await review.add(FIRST_QUARTER);
  for (const name of ['Mail Helper', 'Gone Board', 'Steady', 'Grow'])
    await review.decide(name, { decision: 'certify' });
  await review.decide('Fast Notes', { decision: 'conditional', until: '2026-05-31' });
  await review.decide('Revoked Bot', { decision: 'revoke' });
  await review.decide('Cut Down', { decision: 'reduce', scopes: ['Files.Read.All'] });
  return review.sign(signer);
}
