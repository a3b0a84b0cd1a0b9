import { describe, expect, it } from 'vitest';
import type { ImportPlan, MappingProfile } from '../../../../shared/contract/imports.ts';
import type { ImportSummary } from '../../../../shared/contract/jobs.ts';
import { importOrder } from '../../../../shared/contract/imports.ts';
import {
  draftFrom,
  draftProblems,
  orderFrom,
  shared,
  suggestionBasis,
  type Draft,
} from '../../../../renderer/features/import/drafts.ts';

const plan: ImportPlan = {
  token: 'token-1',
  fileName: 'tokens.csv',
  sha256: 'ab'.repeat(32),
  bytes: 100,
  encoding: 'utf-8',
  shape: 'CSV',
  format: 'google-gam-tokens',
  formatLabel: 'GAM tokens',
  platform: 'google',
  verdict: 'recognized',
  container: null,
  trial: null,
  foundTotal: null,
  questions: { zone: false, dayOrder: false, subject: null },
  truncation: [],
  confidence: 1,
  reason: 'columns',
  alternatives: [],
  records: 3,
  recordsExact: true,
  columns: ['user', 'clientId', 'scopes'],
  preview: [],
  suggestedMapping: null,
  guesses: [],
  profile: null,
  alreadyImported: null,
  warnings: [],
  suggested: { tenant: null, asOf: '2026-10-01T06:00:00.000Z', asOfBasis: 'newest time in the file', system: null },
};

const earlier: ImportSummary = {
  importId: 1,
  file: 'old.csv',
  sha256: 'cd'.repeat(32),
  bytes: 1,
  encoding: 'utf-8',
  format: 'google-gam-tokens',
  formatLabel: 'GAM tokens',
  platform: 'google',
  system: 'Google Workspace',
  tenant: 'tarnbrook.example',
  asOf: '2026-09-01T00:00:00.000Z',
  extractedBy: 'J. Miller',
  method: 'GAM 7',
  importedAt: '2026-09-02T00:00:00.000Z',
  hasCopy: true,
  zone: null,
  dayOrder: null,
  subject: '',
  statedTotal: null,
  foundTotal: null,
  completeness: 'whole',
  truncation: [],
  extraction: '',
  container: null,
  secrets: 0,
  secretKinds: [],
  copySha256: null,
  profile: null,
  unattributed: 0,
  read: 1,
  accepted: 1,
  rejected: 0,
  duplicate: 0,
  notRelevant: 0,
  closes: true,
  reasons: [],
  connectors: 1,
  grants: 1,
  events: 0,
  firstEvent: null,
  lastEvent: null,
  warnings: [],
};

function complete(): Draft {
  return whole(draftFrom(plan, [earlier]));
}

function whole(draft: Draft): Draft {
  return { ...draft, answers: { ...draft.answers, completeness: 'whole' } };
}

describe('a file on the import desk', () => {
  it('takes over what was stated about an earlier import of the same platform, but never its time', () => {
    const draft = complete();
    expect(draft.details).toEqual({
      system: 'Google Workspace',
      tenant: 'tarnbrook.example',
      asOf: '2026-10-01T06:00:00.000Z',
      extractedBy: 'J. Miller',
      method: 'GAM 7',
    });
    expect(draftFrom({ ...plan, suggested: { ...plan.suggested, asOf: null } }, [earlier]).details.asOf).toBeNull();
  });

  it('does not take tenant, system or method from another platform', () => {
    const { details } = draftFrom(plan, [{ ...earlier, platform: 'entra' }]);
    expect(details).toMatchObject({ system: '', tenant: '', method: '', extractedBy: 'J. Miller' });
  });

  it('names every missing detail and gives no order while one is missing', () => {
    const draft = draftFrom({ ...plan, suggested: { ...plan.suggested, asOf: null } }, []);
    expect(Object.keys(draftProblems(draft)).toSorted()).toEqual([
      'asOf',
      'completeness',
      'extractedBy',
      'method',
      'system',
      'tenant',
    ]);
    expect(orderFrom(draft)).toBeNull();
    expect(orderFrom({ ...complete(), details: { ...complete().details, method: '   ' } })).toBeNull();
  });

  it('never assumes that a file gives the whole, whatever was stated about an earlier one', () => {
    const draft = draftFrom(plan, [earlier]);
    expect(draft.answers.completeness).toBeNull();
    expect(Object.keys(draftProblems(draft))).toEqual(['completeness']);
    expect(orderFrom(draft)).toBeNull();
    expect(draftFrom({ ...plan, truncation: ['It ends in the middle.'] }, []).answers.completeness).toBe('part');
  });

  it('gives an order the engine accepts', () => {
    expect(importOrder.safeParse(orderFrom(complete())).success).toBe(true);
  });

  it('leaves out a file whose bytes are already in the case', () => {
    const again = draftFrom({ ...plan, alreadyImported: { importId: 1, at: '2026-09-02T00:00:00.000Z' } }, []);
    expect(again.isIncluded).toBe(false);
  });

  it('asks for the columns without which a mapping makes no sense', () => {
    const mapped = (fields: object, target: 'grants' | 'events'): Draft => ({
      ...complete(),
      format: null,
      mapping: { target, platform: 'other', fields },
    });
    expect(draftProblems({ ...complete(), format: null, mapping: null }).format).toBeDefined();
    expect(draftProblems(mapped({}, 'grants')).format).toBeDefined();
    expect(draftProblems(mapped({ connector: 'app' }, 'grants')).format).toBeDefined();
    expect(draftProblems(mapped({ connector: 'app', scopes: 's' }, 'events')).format).toBeDefined();
    expect(draftProblems(mapped({ connector: 'app', scopes: 's' }, 'grants')).format).toBeUndefined();
    expect(draftProblems(mapped({ connector: 'app', time: 't' }, 'events')).format).toBeUndefined();
  });

  it('sends the mapping only when no importer reads the file', () => {
    const mapping = { target: 'grants', platform: 'other', fields: { connector: 'a', scopes: 's' } } as const;
    expect(orderFrom({ ...complete(), mapping })?.mapping).toBeNull();
    expect(orderFrom({ ...complete(), mapping, format: null })?.mapping).toEqual(mapping);
  });
});

describe('a file that a profile reads', () => {
  const mapping = { target: 'grants', platform: 'other', fields: { connector: 'a', scopes: 's' } } as const;
  const profile: MappingProfile = {
    v: 1,
    name: 'Watch',
    version: 2,
    mapping,
    columns: ['a', 's'],
    zone: 'Europe/Berlin',
    dayOrder: null,
    system: 'Watch tool',
    author: '',
    createdAt: '2026-10-01T06:00:00.000Z',
    sha256: 'ef'.repeat(32),
  };
  const asked = { zone: false, dayOrder: true, subject: null };
  const byProfile = whole(
    draftFrom({ ...plan, format: null, profile, suggestedMapping: mapping, questions: asked }, [earlier]),
  );

  it('is ordered with the mapping, the zone and the digest of the profile', () => {
    expect(byProfile.answers.zone).toBe('Europe/Berlin');
    const order = orderFrom({ ...byProfile, answers: { ...byProfile.answers, dayOrder: 'day-first' } });
    expect(order).toMatchObject({ format: null, mapping, profile: profile.sha256, zone: 'Europe/Berlin' });
    expect(importOrder.safeParse(order).success).toBe(true);
  });

  it('asks what the profile leaves open in this file', () => {
    expect(Object.keys(draftProblems(byProfile))).toEqual(['dayOrder']);
  });

  it('names no profile once another format or an own mapping is chosen', () => {
    expect(orderFrom({ ...byProfile, format: 'google-gam-tokens' })).toMatchObject({ profile: null, mapping: null });
    expect(orderFrom({ ...byProfile, profile: null, mapped: null })).toMatchObject({ profile: null, mapping });
  });
});

it('a guessed mapping waits for the user to look at it', () => {
  const suggestedMapping = { target: 'grants', platform: 'other', fields: { connector: 'a', scopes: 's' } } as const;
  const draft = draftFrom({ ...plan, format: null, suggestedMapping, verdict: 'unknown' }, [earlier]);
  expect(draft.mapping).toBeNull();
  expect(draftProblems(draft)).toHaveProperty('format');
});

describe('several files', () => {
  it('share a value or differ', () => {
    const other = { ...complete(), details: { ...complete().details, tenant: 'other.example' } };
    expect(shared([complete(), complete()], (draft) => draft.details.tenant)).toBe('tarnbrook.example');
    expect(shared([complete(), other], (draft) => draft.details.tenant)).toBeNull();
    expect(shared([], (draft) => draft.details.tenant)).toBeNull();
  });
});

describe('the basis of a suggested time', () => {
  it('is dropped once another time was stated', () => {
    const draft = complete();
    expect(suggestionBasis(draft)).toBe('newest time in the file');
    expect(suggestionBasis({ ...draft, details: { ...draft.details, asOf: '2026-10-02T00:00:00.000Z' } })).toBeNull();
  });
});
