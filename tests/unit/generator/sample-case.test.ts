import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSampleCase, SAMPLE_SEED } from '../../generator/sample-case.ts';
import {
  auditEvents,
  delegatedGrants,
  distinctTokenEvents,
  roleAssignments,
  SAMPLE_FOLDER,
  sampleRows,
  sampleText,
  servicePrincipals,
  signIns,
  tokenEvents,
} from './sample-files.ts';

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());

describe('the kept sample case', () => {
  it('is, byte for byte, what the generator makes', () => {
    const made = createSampleCase(SAMPLE_SEED);
    expect(filesOf(SAMPLE_FOLDER).toSorted()).toEqual([...made.map(([path]) => path), 'README.md'].toSorted());
    for (const [path, text] of made) {
      expect(readFileSync(join(SAMPLE_FOLDER, path)).equals(Buffer.from(text, 'utf8')), path).toBe(true);
    }
  });

  it('differs with another seed', () => {
    expect(createSampleCase(1)).not.toEqual(createSampleCase(SAMPLE_SEED));
  });

  it('stays under 4 MB', () => {
    const total = filesOf(SAMPLE_FOLDER).reduce((sum, path) => sum + statSync(join(SAMPLE_FOLDER, path)).size, 0);
    expect(total).toBeLessThan(4_000_000);
  });

  it('has a manifest naming every file once, in an order that has the bridge before what needs it', () => {
    const paths = [...sampleText('sample.json').matchAll(/"path": "([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(paths.toSorted()).toEqual(
      filesOf(SAMPLE_FOLDER)
        .filter((path) => path !== 'README.md' && path !== 'sample.json')
        .toSorted(),
    );
    expect(paths.indexOf('entra/service-principals.json')).toBeLessThan(paths.indexOf('entra/graph-activity.csv'));
  });
});

describe('its counts', () => {
  it('400 people with addresses of their own, every manager and owner among them', () => {
    const people = sampleRows('people.csv');
    const emails = new Set(people.map((person) => person.email));
    expect(emails.size).toBe(400);
    expect(new Set(people.map((person) => person.person_id)).size).toBe(400);
    expect(Map.groupBy(people, (person) => person.status).get('left')).toHaveLength(14);
    expect(people.filter((person) => (person.left_on === '') === (person.status === 'left'))).toEqual([]);
    expect(people.filter((person) => !emails.has(person.manager_email))).toEqual([]);
    expect(sampleRows('owners.csv').filter((owner) => !emails.has(owner.owner_email))).toEqual([]);
    expect(people.some((person) => /\p{Script=Cyrillic}|\p{Script=Han}/u.test(person.display_name ?? ''))).toBe(true);
  });

  it('25 Google connectors by client id, 595 grants, one per person and connector', () => {
    const tokens = sampleRows('google/gam-tokens.csv');
    expect(tokens).toHaveLength(595);
    expect(new Set(tokens.map((token) => token.clientId)).size).toBe(25);
    expect(new Set(tokens.map((token) => `${token.user} ${token.clientId}`)).size).toBe(595);
    expect(
      tokens.filter((token) => !/^\d{12}-[a-z0-9]{32}\.apps\.googleusercontent\.com$/.test(token.clientId ?? '')),
    ).toEqual([]);
    expect(tokens.filter((token) => !/^\d{21}$/.test(token.userKey ?? ''))).toEqual([]);
  });

  it('26 Entra connectors hold delegated grants or application permissions', () => {
    const microsoft = new Set(
      servicePrincipals()
        .filter((one) => one.displayName.startsWith('Microsoft'))
        .map((one) => one.id),
    );
    const clients = new Set([
      ...delegatedGrants().map((one) => one.clientId),
      ...roleAssignments()
        .filter((one) => one.principalType === 'ServicePrincipal')
        .map((one) => one.principalId),
    ]);
    const principals = new Set(servicePrincipals().map((one) => one.id));
    expect([...clients].filter((id) => !principals.has(id))).toEqual([]);
    expect([...clients].filter((id) => !microsoft.has(id))).toHaveLength(26);
    expect(delegatedGrants().filter((one) => one.consentType === 'AllPrincipals')).toHaveLength(4);
  });

  it('the grants of tokens.list all stand in the CSV as well', () => {
    const inCsv = new Set(sampleRows('google/gam-tokens.csv').map((token) => `${token.userKey} ${token.clientId}`));
    const pairs = [
      ...sampleText('google/tokens-list.json').matchAll(/"clientId": "([^"]+)"[\s\S]*?"userKey": "(\d+)"/g),
    ];
    expect(pairs).toHaveLength(8);
    expect(pairs.filter(([, clientId, userKey]) => !inCsv.has(`${userKey} ${clientId}`))).toEqual([]);
  });

  it('both logs have events on each of the 92 days and none outside', () => {
    const google = new Set(distinctTokenEvents().map((event) => event.time.slice(0, 10)));
    const entra = new Set(
      sampleRows('entra/graph-activity.csv').map((row) => row['TimeGenerated [UTC]']?.split(',')[0]),
    );
    const audit = new Set(auditEvents().map((event) => event.activityDateTime.slice(0, 10)));
    for (const days of [google, entra, audit]) expect(days.size).toBe(92);
    expect([...google].toSorted().at(0)).toBe('2026-07-01');
    expect([...google].toSorted().at(-1)).toBe('2026-09-30');
    expect(entra.has('7/1/2026') && entra.has('9/30/2026')).toBe(true);
  });

  it('the two token logs share exactly 24 September', () => {
    const first = new Set(tokenEvents('token-activity.json').map((event) => event.key));
    const shared = tokenEvents('token-activity-2.ndjson').filter((event) => first.has(event.key));
    expect(shared.length).toBeGreaterThan(0);
    expect(new Set(shared.map((event) => event.time.slice(0, 10)))).toEqual(new Set(['2026-09-24']));
    expect(distinctTokenEvents().filter((event) => event.time.startsWith('2026-09-24'))).toHaveLength(shared.length);
  });

  it('every sign-in is of a session of the activity log, or by IMAP', () => {
    const sessions = new Set(sampleRows('entra/graph-activity.csv').map((row) => row.SignInActivityId));
    const strange = signIns().filter((one) => !sessions.has(one.uniqueTokenIdentifier));
    expect(new Set(strange.map((one) => one.clientAppUsed))).toEqual(new Set(['IMAP4']));
    expect(signIns().length - strange.length).toBe(sessions.size);
  });

  it('event ids never repeat within a log', () => {
    const requests = sampleRows('entra/graph-activity.csv').map((row) => row.RequestId);
    expect(new Set(requests).size).toBe(requests.length);
    expect(new Set(auditEvents().map((event) => event.id)).size).toBe(auditEvents().length);
    expect(new Set(signIns().map((one) => one.id)).size).toBe(signIns().length);
  });
});
