import { describe, expect, it } from 'vitest';
import {
  consentNote,
  FIELD_LABELS,
  isSameMapping,
  nextVersion,
  sureness,
  withColumn,
  withTarget,
} from '../../../../renderer/features/import/mapping.ts';
import {
  MAPPING_FIELDS,
  type ColumnGuess,
  type MappingProfile,
  type PlainMapping,
} from '../../../../shared/contract/imports.ts';
import { mappingGaps, TARGET_FIELDS } from '../../../../shared/domain/mapping.ts';

const mapping: PlainMapping = { target: 'grants', platform: 'other', fields: { connector: 'Id', scopes: 'Scopes' } };

describe('a mapping in the wizard', () => {
  it('gives a column one field and a field one column', () => {
    expect(withColumn(mapping, 'Id', 'connectorName').fields).toEqual({ connectorName: 'Id', scopes: 'Scopes' });
    expect(withColumn(mapping, 'Other', 'scopes').fields).toEqual({ connector: 'Id', scopes: 'Other' });
    expect(withColumn(mapping, 'Id', null).fields).toEqual({ scopes: 'Scopes' });
  });

  it('keeps what both kinds of record have and adds what was guessed for the other', () => {
    const guess = (column: string, field: ColumnGuess['field']): ColumnGuess => ({
      column,
      field,
      samples: [],
      confidence: 1,
      why: '',
    });
    const guesses = [
      guess('Id', 'connector'),
      guess('When', 'time'),
      guess('Until', 'expiresAt'),
      guess('Scopes', 'event'),
    ];
    expect(withTarget({ ...mapping, fields: { ...mapping.fields, expiresAt: 'Until' } }, 'events', guesses)).toEqual({
      target: 'events',
      platform: 'other',
      fields: { connector: 'Id', scopes: 'Scopes', time: 'When' },
    });
  });

  it('is the same whatever the order of its fields, and another with anything else', () => {
    expect(isSameMapping(mapping, { ...mapping, fields: { scopes: 'Scopes', connector: 'Id' } })).toBe(true);
    expect(isSameMapping(mapping, { ...mapping, platform: 'okta' })).toBe(false);
    expect(isSameMapping(mapping, { ...mapping, firstRow: 'data' })).toBe(false);
    expect(isSameMapping(mapping, withColumn(mapping, 'Id', null))).toBe(false);
  });

  it('says what it lacks, and what follows from having no persons', () => {
    expect(mappingGaps({ ...mapping, fields: {} })).toEqual(['app', 'scopes']);
    expect(mappingGaps({ ...mapping, target: 'events', fields: { connectorName: 'App' } })).toEqual(['time']);
    expect(mappingGaps({ ...mapping, fields: { connectorName: 'App', scopes: 'S' } })).toEqual([]);
    expect(consentNote(mapping)).toContain('whole tenant');
    expect(consentNote({ ...mapping, fields: { ...mapping.fields, users: 'Users' } })).toContain('does not name');
    expect(consentNote({ ...mapping, fields: { ...mapping.fields, principal: 'Who' } })).toBeNull();
  });

  it('has a name for every field, and every field belongs to a kind of record', () => {
    const labels = MAPPING_FIELDS.map((field) => FIELD_LABELS[field].label);
    expect(new Set(labels).size).toBe(MAPPING_FIELDS.length);
    const used = new Set([...TARGET_FIELDS.grants, ...TARGET_FIELDS.events]);
    expect(MAPPING_FIELDS.filter((field) => !used.has(field))).toEqual([]);
  });

  it('says sureness in words', () => {
    expect([0.9, 0.6, 0.5].map(sureness)).toEqual(['Sure', 'Likely', 'A guess']);
  });
});

it('the next version of a profile goes by its name without blanks around it', () => {
  const kept: MappingProfile = {
    v: 1,
    name: 'Watch',
    version: 3,
    mapping,
    columns: ['id', 'scopes'],
    zone: null,
    dayOrder: null,
    system: '',
    author: '',
    createdAt: '2026-10-01T06:00:00.000Z',
    sha256: 'ab'.repeat(32),
  };
  expect(nextVersion(' Watch ', [kept])).toBe(4);
  expect(nextVersion('watch', [kept])).toBe(1);
});
